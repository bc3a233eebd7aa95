package org.rlgrad.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.config.AlgorithmConfig;
import org.rlgrad.config.GenerationConfig;
import org.rlgrad.config.OnPolicyConfig;
import org.rlgrad.config.Side;
import org.rlgrad.config.Split;
import org.rlgrad.config.TrainConfig;
import org.rlgrad.data.Pool;
import org.rlgrad.data.Pools;
import org.rlgrad.data.Sample;
import org.rlgrad.data.Subset;
import org.rlgrad.generate.Limits;
import org.rlgrad.hub.DatasetLocation;
import org.rlgrad.hub.ModelLocation;
import org.rlgrad.metric.NltkWordTokenizer;
import org.rlgrad.model.Architecture;
import org.rlgrad.model.weights.Checkpoint;
import org.rlgrad.reward.EpisodeReward;
import org.rlgrad.reward.RewardFunction;
import org.rlgrad.tokenizer.Tokenizer;
import org.rlgrad.train.PolicyText;

/**
 * Everything about a training that is fixed before a model is loaded.
 *
 * @param modelFolder the checkpoint that training starts from
 * @param trained the training samples, in the order of the draw
 * @param evaluated the samples of each split that is evaluated
 * @param pools what was read, by split
 * @param evaluationPrompt most tokens of a prompt in evaluations
 * @param evaluationSide where longer ones are cut
 */
public record TrainingPlan(
        TrainConfig config,
        Path modelFolder,
        Path tokenizerFolder,
        Architecture architecture,
        PolicyText text,
        List<Sample> trained,
        Map<Split, List<Sample>> evaluated,
        Map<Split, Pool> pools,
        int evaluationPrompt,
        Side evaluationSide)
        implements AutoCloseable {

    /**
     * Finds model and data and reads the samples.
     *
     * @param evaluateTrainSplit whether the train split counts among those that the configuration evaluates
     * @throws Failure if something is missing, damaged, or does not fit together
     */
    static TrainingPlan of(TrainConfig config, Path modelFolder, boolean evaluateTrainSplit) {
        Architecture architecture = Architecture.of(modelFolder, config.alg().modelType());
        if (!startsFromNothing(config)) {
            Checkpoint.files(modelFolder);
        }
        config.trainEvaluation().metrics().forEach(RewardFunction::check);
        if (config.alg() instanceof AlgorithmConfig.OnPolicy algorithm) {
            EpisodeReward.check(algorithm.onPolicy().rewardFn());
            PolicyFit.checkStart(algorithm.onPolicy().env().contextStartToken(), architecture, modelFolder);
        }
        Path data = DatasetLocation.resolve(
                config.datapool().args(), config.datapool().path());
        Path tokenizerFolder = ModelLocation.resolve(config.tokenizer().modelName());
        Tokenizer tokenizer = Tokenizer.load(tokenizerFolder);
        try {
            PolicyText text = new PolicyText(tokenizer, PolicyFit.endToken(architecture, tokenizer, modelFolder));
            Map<Split, Pool> pools = pools(config, data);
            List<Sample> trained = trained(config, pools.get(config.datapool().split()));
            int prompt = evaluationPrompt(config, architecture, tokenizer);
            return new TrainingPlan(
                    config,
                    modelFolder,
                    tokenizerFolder,
                    architecture,
                    text,
                    trained,
                    evaluated(config, pools, trained, evaluateTrainSplit),
                    pools,
                    prompt,
                    evaluationSide(config));
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    /** Whether the model's weights are drawn at random instead of read. */
    boolean startsFromNothing() {
        return startsFromNothing(config);
    }

    private static boolean startsFromNothing(TrainConfig config) {
        return config.alg() instanceof AlgorithmConfig.Supervised supervised
                && supervised.initialWeights() == AlgorithmConfig.Supervised.InitialWeights.RANDOM;
    }

    /** How a split's outputs are decoded in evaluations. */
    GenerationConfig decodingOf(Split split) {
        GenerationConfig training = config.alg().generationKwargs();
        return split == Split.TRAIN
                ? training
                : config.trainEvaluation().generationKwargs().orElse(training);
    }

    /** What makes this another training than the configuration's author meant, one sentence each. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        Split split = config.datapool().split();
        if (split != Split.TRAIN) {
            warnings.add("The training samples come from the " + name(split) + " split, as datapool.split says.");
        }
        if (config.trainEvaluation().maxSamples() >= 0) {
            warnings.add("Each split is evaluated on its first "
                    + config.trainEvaluation().maxSamples()
                    + " samples only, as train_evaluation.max_samples says.");
        }
        return warnings;
    }

    static String name(Split split) {
        return split.name().toLowerCase(Locale.ROOT);
    }

    private static Map<Split, Pool> pools(TrainConfig config, Path data) {
        Map<Split, Pool> pools = new EnumMap<>(Split.class);
        List<Split> splits = new ArrayList<>(List.of(config.datapool().split()));
        splits.addAll(config.trainEvaluation().splits());
        for (Split split : splits) {
            // the train split is evaluated on the samples that are trained on
            if (!pools.containsKey(split)
                    && (split != Split.TRAIN || split == config.datapool().split())) {
                pools.put(split, pool(config, split, data));
            }
        }
        return pools;
    }

    private static Pool pool(TrainConfig config, Split split, Path data) {
        try {
            return Pools.load(config.datapool().args(), split, data, NltkWordTokenizer::tokenize);
        } catch (Failure e) {
            boolean training = split == config.datapool().split();
            throw new Failure(
                    e.exitCode(),
                    e.getMessage()
                            + (training
                                    ? ""
                                    : " (to do without: --set 'train_evaluation.splits=[...]', without " + name(split)
                                            + ")"),
                    e);
        }
    }

    private static List<Sample> trained(TrainConfig config, Pool pool) {
        double fraction = config.datapool().fracTrainSamples();
        List<Sample> all = pool.samples();
        if (!(fraction > 0 && fraction <= 1)) {
            return all;
        }
        int count = (int) Math.floor(fraction * all.size());
        if (count == 0) {
            throw new Failure(
                    ExitCode.BAD_CONFIG,
                    "datapool.frac_train_samples: " + fraction + " of " + all.size() + " samples is none");
        }
        return Arrays.stream(Subset.choose(all.size(), count, config.subsetSeed()))
                .mapToObj(all::get)
                .toList();
    }

    private static Map<Split, List<Sample>> evaluated(
            TrainConfig config, Map<Split, Pool> pools, List<Sample> trained, boolean evaluateTrainSplit) {
        Map<Split, List<Sample>> evaluated = new EnumMap<>(Split.class);
        int most = config.trainEvaluation().maxSamples();
        for (Split split : config.trainEvaluation().splits()) {
            if (split == Split.TRAIN && !evaluateTrainSplit) {
                continue;
            }
            List<Sample> samples =
                    split == Split.TRAIN ? trained : pools.get(split).samples();
            evaluated.put(split, most < 0 ? samples : samples.subList(0, Math.min(most, samples.size())));
        }
        return evaluated;
    }

    private static int evaluationPrompt(TrainConfig config, Architecture architecture, Tokenizer tokenizer) {
        GenerationConfig training = config.alg().generationKwargs();
        GenerationConfig evaluation =
                config.trainEvaluation().generationKwargs().orElse(training);
        if (config.alg() instanceof AlgorithmConfig.OnPolicy algorithm) {
            OnPolicyConfig.Env env = algorithm.onPolicy().env();
            int prompt = env.maxPromptLength();
            for (GenerationConfig generation : List.of(training, evaluation)) {
                int newTokens =
                        Limits.of(generation, algorithm.modelType(), prompt).maxNewTokens();
                PolicyFit.checkRoom(
                        "env.args.max_prompt_length",
                        prompt,
                        newTokens,
                        algorithm.modelType(),
                        architecture,
                        tokenizer);
            }
            return prompt;
        }
        return Math.min(
                PolicyFit.maxPromptTokens(
                        config.tokenizer(), training, config.alg().modelType(), architecture, tokenizer),
                PolicyFit.maxPromptTokens(
                        config.tokenizer(), evaluation, config.alg().modelType(), architecture, tokenizer));
    }

    private static Side evaluationSide(TrainConfig config) {
        return config.alg() instanceof AlgorithmConfig.OnPolicy algorithm
                ? algorithm.onPolicy().policy().promptTruncationSide()
                : config.tokenizer().truncationSide();
    }

    @Override
    public void close() {
        text.tokenizer().close();
    }
}
