// Longer than most: every block and every metric of a configuration, key by key.
package org.rlgrad.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.rlgrad.config.MetricConfig.BertScore;
import org.rlgrad.config.MetricConfig.CausalPerplexity;
import org.rlgrad.config.MetricConfig.Diversity;
import org.rlgrad.config.MetricConfig.IntentAccuracy;
import org.rlgrad.config.MetricConfig.LearnedReward;
import org.rlgrad.config.MetricConfig.Rouge;
import org.rlgrad.config.MetricConfig.RougeLMax;
import org.rlgrad.config.MetricConfig.SacreBleu;
import org.rlgrad.config.PoolArgs.CnnDailyMail;
import org.rlgrad.config.PoolArgs.CommonGen;
import org.rlgrad.config.PoolArgs.DailyDialog;
import org.rlgrad.config.PoolArgs.Imdb;
import org.rlgrad.config.PoolArgs.ImdbSeq2Seq;
import org.rlgrad.config.PoolArgs.Iwslt2017EnDe;
import org.rlgrad.config.PoolArgs.Prompts;
import org.rlgrad.config.PoolArgs.Totto;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** A configuration with nothing left implicit, as text in the reference's key names that reads back as the same. */
public final class ResolvedConfig {
    private ResolvedConfig() {}

    /** The text of {@code config.resolved.yaml}: every key, with {@code null} where a value is really absent. */
    public static String toYaml(ExtractSamplesConfig config) {
        return dump(root(config));
    }

    /** Likewise with what a measurement of gradient norms was asked for, under a key that no configuration file has. */
    public static String toYaml(ExtractSamplesConfig config, GradientNormsConfig norms) {
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("metric", norms.metric().orElse(null));
        block.put("inputs", norms.inputs());
        block.put("run", norms.run().map(Path::toString).orElse(null));
        block.put("samples", norms.samples());
        block.put("groups", norms.groups());
        block.put("gamma", Spelling.of(norms.gamma()));
        block.put("prefixes", norms.prefixes());
        Map<String, Object> root = root(config);
        root.put("gradient_norms", block);
        return dump(root);
    }

    private static Map<String, Object> root(ExtractSamplesConfig config) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("fidelity", Spelling.of(config.fidelity()));
        root.put("seed", config.seed());
        root.put("tokenizer", tokenizer(config.tokenizer()));
        root.put("datapool", datapool(config.datapool()));
        root.put("alg", model(config.alg()));
        root.put("evaluation", evaluation(config.evaluation()));
        return root;
    }

    /** Likewise for a training. */
    public static String toYaml(TrainConfig config) {
        return dump(ResolvedTraining.root(config));
    }

    /** Likewise for one controlled experiment: a plan of this experiment alone. */
    public static String toYaml(ControlledConfig config) {
        return dump(ResolvedControlled.plan(config));
    }

    static String dump(Map<String, Object> root) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        options.setSplitLines(false);
        return new Yaml(options).dump(root);
    }

    static Map<String, Object> tokenizer(TokenizerConfig config) {
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("model_name", config.modelName());
        block.put("padding_side", Spelling.of(config.paddingSide()));
        block.put("truncation_side", Spelling.of(config.truncationSide()));
        block.put("pad_token_as_eos_token", config.padTokenAsEosToken());
        block.put("max_length", orNull(config.maxLength()));
        return block;
    }

    private static Map<String, Object> datapool(DatapoolConfig config) {
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("id", config.args().id());
        block.put("args", poolArgs(config.args()));
        block.put("num_train_samples", config.numTrainSamples());
        block.put("train_samples_rnd_seed", config.trainSamplesRndSeed());
        block.put("path", config.path().map(Path::toString).orElse(null));
        block.put("split", Spelling.of(config.split()));
        return block;
    }

    static Map<String, Object> poolArgs(PoolArgs args) {
        Map<String, Object> block = new LinkedHashMap<>();
        if (args instanceof Totto totto) {
            block.put("representation", Spelling.of(totto.representation()));
        } else if (args instanceof CommonGen commonGen) {
            block.put("prefix", commonGen.prefix());
            block.put("concept_separator_token", commonGen.conceptSeparatorToken());
            block.put("concept_end_token", commonGen.conceptEndToken());
        } else if (args instanceof Iwslt2017EnDe iwslt) {
            block.put("prompt_prefix", iwslt.promptPrefix());
            block.put("prompt_suffix", iwslt.promptSuffix());
        } else if (args instanceof CnnDailyMail cnn) {
            block.put("prompt_prefix", cnn.promptPrefix());
            block.put("prompt_suffix", cnn.promptSuffix());
            block.put("truncate_article", cnn.truncateArticle() < 0 ? null : cnn.truncateArticle());
            block.put("max_size", cnn.maxSize() < 0 ? null : cnn.maxSize());
        } else if (args instanceof DailyDialog dialog) {
            block.put("context_size", dialog.contextSize());
        } else if (args instanceof Imdb imdb) {
            block.put("seed", imdb.seed());
            block.put("only_positive_samples", imdb.onlyPositiveSamples());
        } else if (args instanceof Prompts prompts) {
            block.put("name", prompts.name());
        } else if (args instanceof ImdbSeq2Seq imdb) {
            block.put("seed", imdb.seed());
            block.put("positive_ratio", imdb.positiveRatio());
        }
        return block;
    }

    private static Map<String, Object> model(ModelConfig config) {
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("id", config.id());
        block.put("model_type", Spelling.of(config.modelType()));
        block.put("model_name", config.modelName());
        block.put("generation_kwargs", generation(config.generationKwargs()));
        return block;
    }

    static Map<String, Object> generation(GenerationConfig config) {
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("do_sample", config.doSample());
        block.put("max_new_tokens", orNull(config.maxNewTokens()));
        block.put("max_length", config.maxLength());
        block.put("min_length", config.minLength());
        block.put("temperature", config.temperature());
        block.put("top_k", config.topK());
        block.put("top_p", config.topP());
        block.put("repetition_penalty", config.repetitionPenalty());
        block.put("no_repeat_ngram_size", config.noRepeatNgramSize());
        block.put("num_beams", config.numBeams());
        block.put("length_penalty", config.lengthPenalty());
        block.put("early_stopping", config.earlyStopping());
        boolean none = config.postProcessing() == GenerationConfig.PostProcessing.NONE;
        block.put("post_processing_fn", none ? null : Spelling.of(config.postProcessing()));
        return block;
    }

    private static Map<String, Object> evaluation(ExtractionConfig config) {
        List<Map<String, Object>> metrics =
                config.metrics().stream().map(ResolvedConfig::metric).toList();
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("eval_batch_size", config.evalBatchSize());
        block.put("num_samples_per_input", config.numSamplesPerInput());
        block.put("metrics", metrics);
        return block;
    }

    static Map<String, Object> metric(MetricConfig config) {
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("id", config.id());
        block.put("args", metricArgs(config));
        return block;
    }

    /** The arguments of a metric by the reference's names. */
    static Map<String, Object> metricArgs(MetricConfig config) {
        Map<String, Object> args = new LinkedHashMap<>();
        if (config instanceof Rouge rouge) {
            args.put("use_single_ref", rouge.useSingleRef());
        } else if (config instanceof BertScore bertScore) {
            args.put("language", Spelling.of(bertScore.language()));
            args.put("model_name", bertScore.modelName());
        } else if (config instanceof Diversity diversity) {
            args.put("window_size", diversity.windowSize());
        } else if (config instanceof CausalPerplexity perplexity) {
            args.put("tokenizer_id", perplexity.tokenizerId().orElse(null));
            args.put("stride", perplexity.stride());
            args.put("use_text_from_meta_data", perplexity.useTextFromMetaData());
            args.put("model_name", perplexity.model().orElse(null));
        } else if (config instanceof IntentAccuracy intent) {
            args.put("model_name", intent.modelName());
        } else if (config instanceof SacreBleu bleu) {
            args.put("tokenize", Spelling.of(bleu.tokenize()));
        } else if (config instanceof RougeLMax rouge) {
            args.put("limit_length", rouge.limitLength());
            args.put("length_limit", rouge.lengthLimit());
            args.put("length_limit_type", Spelling.of(rouge.lengthLimitType()));
            args.put("alpha", rouge.alpha());
            args.put("weight_factor", rouge.weightFactor());
            args.put("stemming", rouge.stemming());
        } else if (config instanceof LearnedReward reward) {
            args.put("model_name", reward.modelName());
            args.put("label_ix", reward.labelIx());
            args.put("batch_size", reward.batchSize());
            args.put("include_prompt_for_eval", reward.includePromptForEval());
        }
        return args;
    }

    static Integer orNull(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }
}
