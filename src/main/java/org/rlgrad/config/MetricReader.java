package org.rlgrad.config;

import java.util.List;
import java.util.Map;
import org.rlgrad.config.MetricConfig.BertScore;
import org.rlgrad.config.MetricConfig.CausalPerplexity;
import org.rlgrad.config.MetricConfig.LearnedReward;
import org.rlgrad.config.MetricConfig.RougeLMax;
import org.rlgrad.config.MetricConfig.SacreBleu;
import org.rlgrad.config.ModelConfig.ModelType;

/** One entry of a {@code metrics} list. */
final class MetricReader {
    private static final List<String> IDS = List.of(
            "meteor",
            "meteor_common_gen_repeat_penalty",
            "rouge",
            "rouge_l_max",
            "bleu",
            "sacre_bleu",
            "chrf",
            "ter",
            "cider",
            "bert_score",
            "diversity",
            "causal_perplexity",
            "intent_accuracy",
            "parent_totto",
            "bleu_totto",
            "learned_reward");

    /** Ids of the reference's registry that no configuration of the paper uses, and why rlgrad lacks them. */
    private static final Map<String, String> UNSUPPORTED = Map.of(
            "spice", "it is a Java archive of its authors that runs Stanford CoreNLP",
            "spider", "it is made of SPICE, a Java archive of its authors that runs Stanford CoreNLP, and CIDEr",
            "bleurt", "it needs a BLEURT checkpoint, of an architecture that rlgrad does not read",
            "summaCZS", "it needs the SummaC software and a large model of natural language inference",
            "summaCConv", "it needs the SummaC software and three models of natural language inference");

    private MetricReader() {}

    static MetricConfig read(BlockReader entry) {
        String id = entry.text("id");
        BlockReader args = entry.blockOrEmpty("args");
        MetricConfig metric =
                switch (id) {
                    case "meteor" -> new MetricConfig.Meteor();
                    case "meteor_common_gen_repeat_penalty" -> new MetricConfig.MeteorCommonGenRepeatPenalty();
                    case "rouge" -> new MetricConfig.Rouge(args.flag("use_single_ref", Defaults.ROUGE.useSingleRef()));
                    case "rouge_l_max" -> rougeLMax(args);
                    case "bleu" -> new MetricConfig.Bleu();
                    case "sacre_bleu" ->
                        new SacreBleu(
                                args.choice("tokenize", SacreBleu.Tokenize.class, Defaults.SACRE_BLEU.tokenize()));
                    case "chrf" -> new MetricConfig.Chrf();
                    case "ter" -> new MetricConfig.Ter();
                    case "cider" -> new MetricConfig.Cider();
                    case "bert_score" -> bertScore(args);
                    case "diversity" ->
                        new MetricConfig.Diversity(
                                args.integer("window_size", Defaults.DIVERSITY.windowSize(), NumberRange.atLeast(1)));
                    case "causal_perplexity" -> causalPerplexity(args);
                    case "intent_accuracy" ->
                        new MetricConfig.IntentAccuracy(args.text("model_name", Defaults.INTENT_MODEL));
                    case "parent_totto" -> new MetricConfig.ParentTotto();
                    case "bleu_totto" -> new MetricConfig.BleuTotto();
                    case "learned_reward" -> learnedReward(args);
                    default -> unknown(id, entry);
                };
        if (IDS.contains(id)) {
            args.finish();
        }
        entry.finish();
        return metric;
    }

    /** Likewise, for the rewards of single generations. */
    static MetricConfig readPerSample(BlockReader entry) {
        MetricConfig metric = read(entry);
        metric.whyNotPerSample()
                .ifPresent(reason -> entry.error(
                        "id",
                        metric.id() + " has no value of a single sample: " + reason
                                + "; take it out here and use 'rlgrad score' on the finished run"));
        return metric;
    }

    private static MetricConfig unknown(String id, BlockReader entry) {
        if (UNSUPPORTED.containsKey(id)) {
            entry.error("id", id + " is not supported, because " + UNSUPPORTED.get(id));
        } else if (!id.isBlank()) {
            entry.error(
                    "id",
                    "unknown metric '" + id + "'" + Spelling.suggestion(id, IDS) + "; there are "
                            + String.join(", ", IDS));
        }
        return new MetricConfig.Meteor();
    }

    private static RougeLMax rougeLMax(BlockReader args) {
        RougeLMax absent = Defaults.ROUGE_L_MAX;
        // These three change nothing for ROUGE-L of one text; the reference's files have them, one as "True,".
        args.optionalInteger("max_n", NumberRange.atLeast(1));
        args.flag("apply_avg", true);
        args.flag("apply_best", false);
        return new RougeLMax(
                args.flag("limit_length", absent.limitLength()),
                args.integer("length_limit", absent.lengthLimit(), NumberRange.atLeast(1)),
                args.choice("length_limit_type", RougeLMax.LimitType.class, absent.lengthLimitType()),
                args.number("alpha", absent.alpha(), NumberRange.between(0, 1)),
                args.number("weight_factor", absent.weightFactor(), NumberRange.above(0)),
                args.flag("stemming", absent.stemming()));
    }

    private static BertScore bertScore(BlockReader args) {
        BertScore.Language language = args.choice("language", BertScore.Language.class, null);
        return new BertScore(language, args.text("model_name", language.modelName()));
    }

    private static CausalPerplexity causalPerplexity(BlockReader args) {
        CausalPerplexity absent = Defaults.CAUSAL_PERPLEXITY;
        // The reference's training files say what the metric's name says.
        if (args.choice("model_type", ModelType.class, ModelType.CAUSAL) != ModelType.CAUSAL) {
            args.error("model_type", "must be causal: only such a model has this perplexity");
        }
        return new CausalPerplexity(
                args.optionalText("tokenizer_id"),
                args.integer("stride", absent.stride(), NumberRange.atLeast(1)),
                args.flag("use_text_from_meta_data", absent.useTextFromMetaData()),
                args.optionalText("model_name"));
    }

    private static LearnedReward learnedReward(BlockReader args) {
        return new LearnedReward(
                ModelReader.modelName(args),
                args.integer("label_ix", NumberRange.atLeast(0)),
                args.integer("batch_size", NumberRange.atLeast(1)),
                args.flag("include_prompt_for_eval", Defaults.INCLUDE_PROMPT_FOR_EVAL));
    }
}
