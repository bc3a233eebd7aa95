package org.rlgrad.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.rlgrad.Failure;
import org.rlgrad.config.DatapoolConfig;
import org.rlgrad.config.ExtractSamplesConfig;
import org.rlgrad.config.Split;
import org.rlgrad.data.Pool;
import org.rlgrad.data.Pools;
import org.rlgrad.data.Subset;
import org.rlgrad.generate.Generator;
import org.rlgrad.generate.Limits;
import org.rlgrad.generate.Prompt;
import org.rlgrad.hub.DatasetLocation;
import org.rlgrad.hub.ModelLocation;
import org.rlgrad.metric.NltkWordTokenizer;
import org.rlgrad.model.Architecture;
import org.rlgrad.model.weights.Checkpoint;
import org.rlgrad.reward.RewardFunction;
import org.rlgrad.tokenizer.Tokenizer;
import org.rlgrad.train.PolicyText;

/**
 * Everything about an extraction that is fixed before the first token is drawn: which inputs, their prompts as tokens, and
 * the units of work.
 *
 * <p>The units depend on the configuration and the data alone, not on shards or on where a run was interrupted: a unit always
 * goes through the model with the same companions, so every run leaves the same bytes.
 *
 * @param modelFolder the checkpoint
 * @param trainIndices for each position of the run its index in the pool
 * @param prompts for each position the tokens, truncated
 * @param units positions that are generated together, longest prompts first
 * @param endToken id that ends a sample
 */
public record ExtractionPlan(
        ExtractSamplesConfig config,
        Path modelFolder,
        Architecture architecture,
        Tokenizer tokenizer,
        Pool pool,
        int[] trainIndices,
        List<Prompt> prompts,
        List<int[]> units,
        Limits limits,
        int endToken)
        implements AutoCloseable {

    /** At least so many units, so that shards, progress and interruptions have something to divide. */
    private static final int FEWEST_UNITS = 8;

    /**
     * Finds model and data, reads and tokenizes the inputs.
     *
     * @throws Failure if something is missing, damaged, or does not fit together
     */
    static ExtractionPlan of(ExtractSamplesConfig config) {
        Path modelFolder = ModelLocation.resolve(config.alg().modelName());
        Architecture architecture = Architecture.of(modelFolder, config.alg().modelType());
        Checkpoint.files(modelFolder);
        config.evaluation().metrics().forEach(RewardFunction::check);
        DatapoolConfig datapool = config.datapool();
        Path data = DatasetLocation.resolve(datapool.args(), datapool.path());
        Tokenizer tokenizer =
                Tokenizer.load(ModelLocation.resolve(config.tokenizer().modelName()));
        try {
            int endToken = PolicyFit.endToken(architecture, tokenizer, modelFolder);
            int maxPrompt = PolicyFit.maxPromptTokens(
                    config.tokenizer(),
                    config.alg().generationKwargs(),
                    config.alg().modelType(),
                    architecture,
                    tokenizer);
            Pool pool = Pools.load(datapool.args(), datapool.split(), data, NltkWordTokenizer::tokenize);
            int[] indices = Subset.choose(pool.samples().size(), datapool.numTrainSamples(), config.subsetSeed());
            List<Prompt> prompts = prompts(config, tokenizer, pool, indices, maxPrompt, endToken);
            return new ExtractionPlan(
                    config,
                    modelFolder,
                    architecture,
                    tokenizer,
                    pool,
                    indices,
                    prompts,
                    units(config, prompts),
                    Limits.of(config.alg().generationKwargs(), config.alg().modelType(), maxPrompt),
                    endToken);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    int inputs() {
        return trainIndices.length;
    }

    /** What makes these inputs others than the configuration's author meant, one sentence each. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        String split = pool.split().name().toLowerCase(Locale.ROOT);
        if (pool.split() != Split.TRAIN) {
            warnings.add("The inputs come from the " + split
                    + " split, as datapool.split says, not from the train split that the paper measures.");
        }
        int wanted = config.datapool().numTrainSamples();
        if (wanted > inputs()) {
            warnings.add("datapool.num_train_samples is " + wanted + ", but the " + split + " split of " + pool.id()
                    + " has " + inputs() + " samples; all of them are used.");
        }
        return warnings;
    }

    /** The units of a shard: every {@code count}-th one. */
    List<int[]> unitsOf(Shard shard) {
        return IntStream.range(0, units.size())
                .filter(unit -> unit % shard.count() == shard.index() - 1)
                .mapToObj(units::get)
                .toList();
    }

    private static List<Prompt> prompts(
            ExtractSamplesConfig config, Tokenizer tokenizer, Pool pool, int[] indices, int maxPrompt, int endToken) {
        List<String> texts = Arrays.stream(indices)
                .mapToObj(index -> pool.samples().get(index).prompt())
                .toList();
        return new PolicyText(tokenizer, endToken)
                .prompts(texts, i -> indices[i], maxPrompt, config.tokenizer().truncationSide());
    }

    private static List<int[]> units(ExtractSamplesConfig config, List<Prompt> prompts) {
        int rowsAllow =
                config.evaluation().evalBatchSize() / config.evaluation().numSamplesPerInput();
        int fewestAsk = (prompts.size() + FEWEST_UNITS - 1) / FEWEST_UNITS;
        int size = Math.max(1, Math.min(rowsAllow, fewestAsk));
        return Generator.batchesByLength(prompts, size);
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
