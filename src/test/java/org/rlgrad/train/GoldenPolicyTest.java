package org.rlgrad.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rlgrad.GoldenTensors;
import org.rlgrad.Goldens;
import org.rlgrad.config.AlgorithmConfig.PpoArgs;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.model.Continuation;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Parameters;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/** Actor, critic, reference and four updates, against the reference's policy classes with PyTorch. */
class GoldenPolicyTest {
    private static final double SINGLE = 1e-4;
    private static final double AFTER_UPDATES = 1e-3;
    private static final int ROWS = 8;

    @ParameterizedTest
    @EnumSource
    void agrees(ModelType type) throws IOException {
        String family = type == ModelType.CAUSAL ? "gpt2-tiny" : "t5-tiny";
        GoldenTensors golden = new GoldenTensors(Goldens.golden("ppo/policy_" + family + ".safetensors"));
        JsonNode settings = Goldens.json("ppo/policy_" + family + ".json");
        try (LanguageModel policy = LanguageModel.load(Goldens.golden("models/" + family), type, Device.cpu());
                Actors actors = actors(policy, golden)) {
            List<Episode> episodes = episodes(golden, type);
            checkScores(golden, actors, episodes);
            PpoArgs args = args(settings);
            try (PpoUpdate update =
                    new PpoUpdate(actors, args, settings.get("weight_decay").doubleValue())) {
                RolloutBuffer.Transitions transitions = transitions(golden, episodes);
                assertThat(settings.get("steps")).hasSize(4);
                int[] minibatch = IntStream.range(0, ROWS).toArray();
                for (int step = 0; step < 4; step++) {
                    checkStep(
                            settings.get("steps").get(step),
                            update.step(
                                    transitions, ActionScores.plain(actors.policy(), transitions, true), minibatch));
                    if (step == 0) {
                        checkGradients(golden, GradientValues.ofFirstStep(update.optimizerState()));
                    }
                }
            }
            checkAfter(golden, actors, episodes);
        }
    }

    private static Actors actors(LanguageModel policy, GoldenTensors golden) {
        LanguageModel reference = policy.copy();
        LanguageModel trunk = policy.copy();
        Parameters head = new Parameters(Torch.newManager(Device.cpu()));
        Scopes.step(() -> {
            assign(reference, golden, "ref_model/");
            assign(trunk, golden, "value_model/");
            head.put(
                    "weight",
                    Ops.floats(head.manager(), golden.floats("value_head/weight"))
                            .reshape(1, policy.width()));
            return null;
        });
        return new Actors(
                new TokenPolicy(policy, 1), new TokenPolicy(reference, 1), Optional.of(new ValueModel(trunk, head)));
    }

    private static void assign(LanguageModel model, GoldenTensors golden, String prefix) {
        model.parameters().asMap().forEach((name, weight) -> {
            float[] values = golden.floats(prefix + name);
            Ops.assign(weight, Ops.floats(model.parameters().manager(), values).reshape(weight.getShape()));
        });
    }

    /** An observation is what comes before the action; it says nothing of what would come after. */
    private static List<Episode> episodes(GoldenTensors golden, ModelType type) {
        long[][] prompts = golden.longRows("obs/prompt_ids");
        long[][] promptMasks = golden.longRows("obs/prompt_mask");
        long[][] contexts = golden.longRows("obs/context_ids");
        long[][] contextMasks = golden.longRows("obs/context_mask");
        long[] actions = golden.longRows("actions")[0];
        float[] oldLogProbs = golden.floats("minibatch/old_log_prob");
        List<Episode> episodes = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            int[] context = unpadded(contexts[row], contextMasks[row]);
            int start = type == ModelType.SEQ2SEQ ? 1 : 0; // the decoder's start token is not the policy's
            int[] tokens = Arrays.copyOfRange(context, start, context.length + 1);
            tokens[tokens.length - 1] = (int) actions[row];
            float[] logProbs = new float[tokens.length];
            logProbs[tokens.length - 1] = oldLogProbs[row];
            int[] prompt = unpadded(prompts[row], promptMasks[row]);
            episodes.add(new Episode(row, prompt, tokens, true, "", 0, logProbs, logProbs, new float[tokens.length]));
        }
        return episodes;
    }

    private static int[] unpadded(long[] ids, long[] mask) {
        return IntStream.range(0, ids.length)
                .filter(i -> mask[i] == 1)
                .map(i -> (int) ids[i])
                .toArray();
    }

    private static List<Continuation> lastTokens(List<Episode> episodes) {
        return episodes.stream()
                .map(episode -> episode.continuation(new int[] {episode.length() - 1}))
                .toList();
    }

    private static void checkScores(GoldenTensors golden, Actors actors, List<Episode> episodes) {
        LanguageModel model = actors.policy().model();
        checkPolicy(golden, "temp_1_0/", actors.policy(), episodes, SINGLE);
        checkPolicy(golden, "temp_0_7/", new TokenPolicy(model, 0.7), episodes, SINGLE);
        close("values", golden.floats("values"), values(actors, episodes), SINGLE);
        List<Episode> scored = actors.score(episodes);
        float[] kl = new float[ROWS];
        float[] referenceLogProbs = new float[ROWS];
        float[] values = new float[ROWS];
        for (int row = 0; row < ROWS; row++) {
            Episode episode = scored.get(row);
            kl[row] = episode.k1(episode.length() - 1);
            referenceLogProbs[row] = episode.referenceLogProbs()[episode.length() - 1];
            values[row] = episode.values()[episode.length() - 1];
        }
        close("kl_div", golden.floats("kl_div"), kl, SINGLE);
        close("ref_log_prob", golden.floats("ref_log_prob"), referenceLogProbs, SINGLE);
        close("values of whole episodes", golden.floats("values"), values, SINGLE);
    }

    private static float[] values(Actors actors, List<Episode> episodes) {
        float[][] values = actors.value().orElseThrow().valuesPerRow(lastTokens(episodes));
        float[] flat = new float[values.length];
        IntStream.range(0, flat.length).forEach(row -> flat[row] = values[row][0]);
        return flat;
    }

    private static void checkPolicy(
            GoldenTensors golden, String group, TokenPolicy policy, List<Episode> episodes, double tolerance) {
        Scopes.step(() -> Torch.noGrad(() -> {
            TokenPolicy.Scores scores = policy.score(lastTokens(episodes), true);
            close(group, golden.floats(group + "log_prob"), scores.logProbs().toFloatArray(), tolerance);
            close(group, golden.floats(group + "entropy"), scores.entropies().toFloatArray(), tolerance);
            return null;
        }));
    }

    private static PpoArgs args(JsonNode settings) {
        assertThat(settings.get("temperature").doubleValue()).isEqualTo(1);
        assertThat(settings.get("clip_range").doubleValue()).isEqualTo(0.2);
        assertThat(settings.get("clip_range_vf").isNull()).isTrue();
        assertThat(settings.get("vf_coef").doubleValue()).isEqualTo(0.5);
        return Settings.with(s -> {
                    s.learningRate = settings.get("lr").doubleValue();
                    s.entCoef = settings.get("ent_coef").doubleValue();
                    s.maxGradNorm = settings.get("max_grad_norm").doubleValue();
                    s.normalizeAdvantage = settings.get("normalize_advantage").booleanValue();
                    s.clipRangeVf = OptionalDouble.empty();
                })
                .ppo();
    }

    private static RolloutBuffer.Transitions transitions(GoldenTensors golden, List<Episode> episodes) {
        return new RolloutBuffer.Transitions(
                episodes,
                IntStream.range(0, ROWS).toArray(),
                episodes.stream().mapToInt(episode -> episode.length() - 1).toArray(),
                new float[ROWS],
                golden.floats("minibatch/old_values"),
                golden.floats("minibatch/advantages"),
                golden.floats("minibatch/returns"));
    }

    private static void checkStep(JsonNode expected, PpoUpdate.Step step) {
        close(expected, "policy_loss", step.policyLoss());
        close(expected, "value_loss", step.valueLoss());
        close(expected, "entropy_loss", step.entropyLoss());
        close(expected, "loss", step.loss());
        close(expected, "clip_fraction", step.drift().clipFraction());
        close(expected, "approx_kl", step.drift().approximateKl());
        close(expected, "grad_norm_total_before_clip", step.gradientNorm());
        assertThat(step.taken()).isTrue();
    }

    private static void close(JsonNode expected, String name, double actual) {
        double value = expected.get(name).doubleValue();
        assertThat(actual).as(name).isCloseTo(value, within(AFTER_UPDATES * Math.max(1, Math.abs(value))));
    }

    private static void checkGradients(GoldenTensors golden, Map<String, float[]> gradients) {
        List<String> names = golden.names().stream()
                .filter(name -> name.startsWith("step0/clipped_grad/"))
                .toList();
        assertThat(names).hasSize(3);
        for (String name : names) {
            String ours = name.substring("step0/clipped_grad/".length())
                    .replace("policy/", "policy.")
                    .replace("value/", "value.model.")
                    .replace("value_head", "value.head.weight");
            close(name, golden.floats(name), gradients.get(ours), SINGLE);
        }
    }

    private static void checkAfter(GoldenTensors golden, Actors actors, List<Episode> episodes) {
        checkPolicy(golden, "after/", actors.policy(), episodes, AFTER_UPDATES);
        close("values after", golden.floats("after/values"), values(actors, episodes), AFTER_UPDATES);
        List<String> names = golden.names().stream()
                .filter(name -> name.startsWith("after/policy/"))
                .toList();
        assertThat(names).hasSize(3);
        for (String name : names) {
            float[] weights = actors.policy()
                    .model()
                    .parameters()
                    .get(name.substring("after/policy/".length()))
                    .toFloatArray();
            close(name, golden.floats(name), weights, 1e-5);
        }
    }

    private static void close(String name, float[] expected, float[] actual, double tolerance) {
        assertThat(actual)
                .as(name)
                .hasSameSizeAs(expected)
                .usingComparatorWithPrecision((float) tolerance)
                .containsExactly(expected);
    }
}
