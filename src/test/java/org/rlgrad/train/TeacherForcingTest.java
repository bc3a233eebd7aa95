package org.rlgrad.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rlgrad.Goldens;
import org.rlgrad.config.AlgorithmConfig.PpoArgs;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.model.Continuation;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.tensor.Gradients;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Parameters;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/** One pass over whole episodes against one pass for each token: the same scores, the same loss, the same gradients. */
class TeacherForcingTest {
    private static final int LONGEST_PROMPT = 100;
    private static final int LONGEST_EPISODE = 20;
    private static final int MINIBATCH = 64;
    private static final double TEMPERATURE = 0.7;
    private static final double TOLERANCE = 1e-5;

    private static LanguageModel load(ModelType type) {
        String folder = type == ModelType.CAUSAL ? "models/gpt2-tiny" : "models/t5-tiny";
        return LanguageModel.load(Goldens.shipped(folder), type, Device.cpu());
    }

    private static Actors actors(LanguageModel policy) {
        return new Actors(
                new TokenPolicy(policy, TEMPERATURE),
                new TokenPolicy(policy.copy(), 1),
                Optional.of(ValueModel.initialized(policy, 3)));
    }

    /** Episodes of all lengths; several continue the same prompt. */
    private static List<Episode> episodes(SplittableRandom random, int count, int shortestPrompt) {
        List<int[]> prompts = new ArrayList<>();
        for (int i = 0; i < count / 2; i++) {
            prompts.add(random.ints(random.nextInt(shortestPrompt, LONGEST_PROMPT + 1), 0, 800)
                    .toArray());
        }
        List<Episode> episodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int sample = random.nextInt(prompts.size());
            int length = i < 2 ? 1 + i * (LONGEST_EPISODE - 1) : random.nextInt(1, LONGEST_EPISODE + 1);
            int[] tokens = random.ints(length, 0, 800).toArray();
            float[] none = {};
            episodes.add(new Episode(sample, prompts.get(sample).clone(), tokens, true, "", 0, none, none, none));
        }
        return episodes;
    }

    @ParameterizedTest
    @EnumSource
    void scores(ModelType type) {
        try (LanguageModel policy = load(type);
                Actors actors = actors(policy)) {
            List<Episode> episodes = episodes(new SplittableRandom(1), 14, 1);
            List<Episode> scored = actors.score(episodes);
            float[] entropies = Scopes.step(() -> Torch.noGrad(() -> actors.policy()
                    .score(episodes.stream().map(Episode::continuation).toList(), true)
                    .entropies()
                    .toFloatArray()));
            int place = 0;
            for (Episode episode : scored) {
                for (int token = 0; token < episode.length(); token++) {
                    double[] naive = naiveScores(actors, episode, token);
                    String what = type + " " + episode + " at " + token;
                    assertThat((double) episode.logProbs()[token]).as(what).isCloseTo(naive[0], within(TOLERANCE));
                    assertThat((double) episode.values()[token]).as(what).isCloseTo(naive[1], within(TOLERANCE));
                    assertThat((double) entropies[place++]).as(what).isCloseTo(naive[2], within(TOLERANCE));
                    assertThat((double) episode.referenceLogProbs()[token])
                            .as(what)
                            .isCloseTo(naive[3], within(TOLERANCE));
                }
            }
            assertThat(place).isEqualTo(entropies.length);
        }
    }

    /** log pi, V, H and log reference of one token. */
    private static double[] naiveScores(Actors actors, Episode episode, int token) {
        return Scopes.step(() -> Torch.noGrad(() -> {
            List<NDArray> own = naive(actors, episode, token);
            NDArray reference = forward(actors.reference().model())
                    .logits(episode.prompt(), Arrays.copyOf(episode.tokens(), token));
            double[] scores = new double[4];
            IntStream.range(0, 3).forEach(i -> scores[i] = own.get(i).getFloat());
            scores[3] = Ops.tokenLogProbs(reference, Ops.indices(reference.getManager(), episode.tokens()[token]))
                    .getFloat();
            return scores;
        }));
    }

    /** log pi, V and H of one token, 1-d arrays of one number. */
    private static List<NDArray> naive(Actors actors, Episode episode, int token) {
        int[] before = Arrays.copyOf(episode.tokens(), token);
        ValueModel value = actors.value().orElseThrow();
        NDArray logits = Ops.divide(forward(actors.policy().model()).logits(episode.prompt(), before), TEMPERATURE);
        NDArray state = forward(value.trunk()).state(episode.prompt(), before);
        NDArray target = Ops.indices(logits.getManager(), episode.tokens()[token]);
        return List.of(
                Ops.tokenLogProbs(logits, target),
                Ops.linear(state, value.head().get("weight"), null).squeeze(-1),
                Ops.entropy(logits));
    }

    private static NaiveForward forward(LanguageModel model) {
        return new NaiveForward(model, LONGEST_PROMPT, LONGEST_EPISODE);
    }

    @ParameterizedTest
    @EnumSource
    void gradientsOfAMinibatch(ModelType type) {
        PpoArgs args = Settings.with(s -> {
                    s.maxGradNorm = 1e9;
                    s.entCoef = 0.02;
                    s.learningRate = 0;
                })
                .ppo();
        SplittableRandom random = new SplittableRandom(2);
        try (LanguageModel policy = load(type);
                Actors actors = actors(policy);
                PpoUpdate update = new PpoUpdate(actors, args, 0)) {
            RolloutBuffer.Transitions transitions = transitions(actors, random);
            int[] minibatch = IntStream.generate(() -> random.nextInt(transitions.size()))
                    .distinct()
                    .limit(MINIBATCH)
                    .toArray();
            checkParts(transitions, minibatch);
            PpoUpdate.Step step = collecting(
                    () -> update.step(transitions, ActionScores.plain(actors.policy(), transitions, true), minibatch));
            Map<String, float[]> actual = GradientValues.ofFirstStep(update.optimizerState());

            NaivePpo naive = naiveLoss(actors, transitions, minibatch, args);
            assertThat(step.policyLoss()).isCloseTo(naive.policy, within(TOLERANCE));
            assertThat(step.valueLoss()).isCloseTo(naive.value, within(TOLERANCE * Math.max(1, naive.value)));
            assertThat(step.entropyLoss()).isCloseTo(naive.entropy, within(TOLERANCE));
            assertThat(step.loss()).isCloseTo(naive.loss, within(TOLERANCE * Math.max(1, naive.loss)));
            assertThat(step.drift().clipFraction()).isBetween(0.05, 0.95);
            Map<String, float[]> expected = naiveGradients(actors, transitions, minibatch, naive);
            assertThat(actual.keySet()).isEqualTo(expected.keySet());
            double squares = 0;
            for (Map.Entry<String, float[]> entry : expected.entrySet()) {
                close(entry.getKey(), entry.getValue(), actual.get(entry.getKey()));
                for (float value : entry.getValue()) {
                    squares += (double) value * value;
                }
            }
            assertThat(step.gradientNorm()).isCloseTo(Math.sqrt(squares), within(TOLERANCE * Math.sqrt(squares)));
        }
    }

    /** Episodes as sampled by a slightly different policy, with made-up advantages and returns. */
    private static RolloutBuffer.Transitions transitions(Actors actors, SplittableRandom random) {
        List<Episode> episodes = new ArrayList<>();
        for (Episode episode : actors.score(episodes(random, 120, 85))) {
            float[] old = episode.logProbs().clone();
            IntStream.range(0, old.length).forEach(i -> old[i] += (float) random.nextGaussian() * 0.2f);
            episodes.add(episode.scored(old, episode.referenceLogProbs(), episode.values()));
        }
        int size = episodes.stream().mapToInt(Episode::length).sum();
        RolloutBuffer buffer = new RolloutBuffer(size);
        episodes.forEach(episode -> buffer.add(episode, 0.1));
        RolloutBuffer.Transitions filled = buffer.finish(0.99, 0.95, false);
        return new RolloutBuffer.Transitions(
                filled.episodes(),
                filled.episodeOf(),
                filled.tokenOf(),
                filled.rewards(),
                filled.values(),
                Episodes.normal(random, size, 1),
                Episodes.normal(random, size, 1));
    }

    /** The minibatch is worth the name: episodes with several transitions, and more of them than one pass takes. */
    private static void checkParts(RolloutBuffer.Transitions transitions, int[] minibatch) {
        Map<Integer, Integer> lastTokens = new TreeMap<>();
        for (int t : minibatch) {
            lastTokens.merge(transitions.episodeOf()[t], transitions.tokenOf()[t], Math::max);
        }
        assertThat(lastTokens).hasSizeLessThan(MINIBATCH * 9 / 10);
        List<Continuation> rows = new ArrayList<>();
        lastTokens.forEach(
                (episode, last) -> rows.add(transitions.episodes().get(episode).continuation(new int[] {last})));
        assertThat(Batches.byLength(rows)).hasSizeGreaterThan(1);
    }

    private static NaivePpo naiveLoss(
            Actors actors, RolloutBuffer.Transitions transitions, int[] minibatch, PpoArgs args) {
        double[][] scores = new double[3][MINIBATCH];
        PpoLoss.Old old =
                new PpoLoss.Old(new float[MINIBATCH], new float[MINIBATCH], new float[MINIBATCH], new float[MINIBATCH]);
        float[] advantages = new float[MINIBATCH];
        for (int i = 0; i < MINIBATCH; i++) {
            int t = minibatch[i];
            Episode episode = transitions.episodes().get(transitions.episodeOf()[t]);
            double[] naive = naiveScores(actors, episode, transitions.tokenOf()[t]);
            for (int score = 0; score < 3; score++) {
                scores[score][i] = naive[score];
            }
            old.logProbs()[i] = episode.logProbs()[transitions.tokenOf()[t]];
            old.returns()[i] = transitions.returns()[t];
            advantages[i] = transitions.advantages()[t];
        }
        System.arraycopy(NaivePpo.normalized(advantages), 0, old.advantages(), 0, MINIBATCH);
        return new NaivePpo(scores[0], scores[1], scores[2], old, args);
    }

    /** By the chain rule, transition after transition. */
    private static Map<String, float[]> naiveGradients(
            Actors actors, RolloutBuffer.Transitions transitions, int[] minibatch, NaivePpo loss) {
        return Scopes.step(() -> {
            try (Parameters trained = actors.trainable()) {
                Gradients sum = null;
                for (int i = 0; i < MINIBATCH; i++) {
                    int place = i;
                    Episode episode = transitions.episodes().get(transitions.episodeOf()[minibatch[i]]);
                    int token = transitions.tokenOf()[minibatch[i]];
                    NDArray scalar = Scopes.layer(() -> Torch.recording(() -> {
                        List<NDArray> scores = naive(actors, episode, token);
                        return Ops.scale(scores.get(0), loss.byLogProb[place])
                                .add(Ops.scale(scores.get(1), loss.byValue[place]))
                                .add(Ops.scale(scores.get(2), loss.byEntropy[place]))
                                .sum();
                    }));
                    if (i % 16 == 0) {
                        System.gc();
                    }
                    Gradients one = Gradients.of(scalar, trained);
                    if (sum == null) {
                        sum = one;
                    } else {
                        sum.mix(1, one, 1);
                    }
                }
                return GradientValues.of(sum, trained);
            }
        });
    }

    /** Runs while the collector runs again and again, so that it runs between forward and backward. */
    private static <T> T collecting(Supplier<T> body) {
        AtomicBoolean going = new AtomicBoolean(true);
        Thread collector = new Thread(() -> {
            while (going.get()) {
                System.gc();
                LockSupport.parkNanos(30_000_000); // a step takes a few hundred milliseconds
            }
        });
        collector.start();
        try {
            return body.get();
        } finally {
            going.set(false);
            try {
                collector.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Relative to the largest entry of the parameter's gradient. */
    private static void close(String name, float[] expected, float[] actual) {
        assertThat(actual).as(name).hasSameSizeAs(expected);
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            difference = Math.max(difference, Math.abs(expected[i] - actual[i]));
        }
        assertThat(difference).as(name).isLessThan(TOLERANCE * largest + 1e-7);
    }
}
