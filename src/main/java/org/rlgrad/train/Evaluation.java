package org.rlgrad.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.rlgrad.config.GenerationConfig;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.config.Side;
import org.rlgrad.config.Split;
import org.rlgrad.data.Sample;
import org.rlgrad.generate.Generator;
import org.rlgrad.generate.Limits;
import org.rlgrad.generate.Prompt;
import org.rlgrad.model.Gpt2;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.random.RandomStreams;
import org.rlgrad.reward.RewardFunction.Outputs;
import org.rlgrad.train.EvaluationResult.EvaluatedSample;

/**
 * Evaluations of a policy while it is trained: one output for each sample of a split, and the metrics of all of them.
 *
 * <p>Outputs depend on the run's seed, the split, the step and the sample's place in the split, not on batches or on earlier
 * evaluations, so that a resumed run evaluates as an uninterrupted one.
 *
 * <p>Differs from the reference: sampling is seeded; and METEOR, BLEU and the other metrics with a value of a single sample
 * report it for each sample, where the reference logs {@code n/a} for most.
 */
public final class Evaluation {
    /** Makes the generator of one evaluation: a plain one, or NLPO's, which masks tokens. */
    @FunctionalInterface
    public interface GeneratorMaker {
        Generator make(GenerationConfig config, Limits limits, RandomStreams random);
    }

    private final LanguageModel policy;
    private final PolicyText text;
    private final int maxPromptTokens;
    private final Side truncationSide;
    private final int maxRows;
    private final EvaluationMetrics metrics;
    private final GeneratorMaker generators;
    private final RandomStreams random;

    /**
     * @param policy the model in training, not a copy
     * @param maxPromptTokens prompts are truncated to it, and it counts as every prompt's length where lengths are limited
     * @param maxRows {@code eval_batch_size}: sequences that are continued together
     * @param generators makes a generator of the policy, whose random streams must be the given ones
     * @param seed the run's
     */
    public Evaluation(
            LanguageModel policy,
            PolicyText text,
            int maxPromptTokens,
            Side truncationSide,
            int maxRows,
            EvaluationMetrics metrics,
            GeneratorMaker generators,
            long seed) {
        this.policy = policy;
        this.text = text;
        this.maxPromptTokens = maxPromptTokens;
        this.truncationSide = truncationSide;
        this.maxRows = maxRows;
        this.metrics = metrics;
        this.generators = generators;
        this.random = new RandomStreams(seed);
    }

    /**
     * Evaluates the policy as it is now.
     *
     * @param samples the split's, or as many of its first ones as shall be evaluated
     * @param step optimizer steps or iterations done so far, below 2^29; evaluations of the same step and split draw the same
     * @param samplesDone told how many of them have their output, again and again
     * @param stop asked between batches and metrics
     * @throws CancellationException if {@code stop} says so
     * @throws org.rlgrad.Failure if a sample lacks what a metric needs
     */
    public EvaluationResult run(
            Split split,
            List<Sample> samples,
            GenerationConfig config,
            long step,
            IntConsumer samplesDone,
            BooleanSupplier stop) {
        Runnable stopIfAsked = () -> {
            if (stop.getAsBoolean()) {
                throw new CancellationException("evaluation stopped");
            }
        };
        List<String> texts = generate(split, samples, config, step, samplesDone, stopIfAsked);
        List<Outputs> outputs = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            outputs.add(new Outputs(samples.get(i), List.of(texts.get(i))));
        }
        return result(outputs, metrics.of(outputs, split, policy, text.tokenizer(), stopIfAsked));
    }

    /** One text for each sample; prompts of similar length go together. */
    private List<String> generate(
            Split split,
            List<Sample> samples,
            GenerationConfig config,
            long step,
            IntConsumer samplesDone,
            Runnable stopIfAsked) {
        List<String> promptTexts = samples.stream().map(Sample::prompt).toList();
        List<Prompt> prompts =
                text.prompts(promptTexts, i -> streamKey(step, split, i), maxPromptTokens, truncationSide);
        ModelType type = policy instanceof Gpt2 ? ModelType.CAUSAL : ModelType.SEQ2SEQ;
        Generator generator = generators.make(config, Limits.of(config, type, maxPromptTokens), random);
        String[] texts = new String[prompts.size()];
        int done = 0;
        for (int[] batch : Generator.batchesByLength(prompts, Math.max(1, maxRows / config.numBeams()))) {
            stopIfAsked.run();
            int[][][] tokens = generator.generate(
                    Arrays.stream(batch).mapToObj(prompts::get).toList(), 1);
            for (int i = 0; i < batch.length; i++) {
                texts[batch[i]] = text.output(tokens[i][0], config.postProcessing());
            }
            done += batch.length;
            samplesDone.accept(done);
        }
        return List.of(texts);
    }

    /** One key for each sample of each evaluation. Keys of {@code step x 2^34} plus less than 2^32 are none of them. */
    static long streamKey(long step, Split split, int index) {
        int stream =
                switch (split) {
                    case TRAIN -> 1;
                    case VAL -> 2;
                    case TEST -> 3;
                };
        return ((step * 4 + stream) << 32) + index;
    }

    private static EvaluationResult result(List<Outputs> outputs, EvaluationMetrics.Values values) {
        List<EvaluatedSample> samples = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            Map<String, Double> scores = new LinkedHashMap<>();
            int input = i;
            values.single().forEach((key, all) -> scores.put(key, all[input][0]));
            Sample sample = outputs.get(i).sample();
            samples.add(new EvaluatedSample(
                    sample.id(), sample.prompt(), outputs.get(i).texts().get(0), sample.references(), scores));
        }
        return new EvaluationResult(values.corpus(), samples);
    }
}
