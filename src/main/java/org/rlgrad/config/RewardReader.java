package org.rlgrad.config;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rlgrad.config.RewardConfig.OfMetric;
import org.rlgrad.config.RewardConfig.RougeType;
import org.rlgrad.config.RewardConfig.WithRepeatPenalty;

/** The {@code reward_fn} block, read and written. */
final class RewardReader {
    private static final List<String> IDS = List.of(
            "meteor",
            "rouge",
            "rouge_combined",
            "rouge_l_max",
            "bleu",
            "sacre_bleu",
            "chrf",
            "ter",
            "parent",
            "bert_score",
            "learned_reward",
            "intent_accuracy",
            "increasing_numbers",
            "sentences_with_dates");

    private static final String SHAPES_ONLY =
            "it only shapes another reward: name it as args.shaping_fn of meteor, rouge" + " or rouge_combined";

    /** The rest of the reference's registry, and why it is no reward here. No configuration of the paper uses them. */
    private static final Map<String, String> UNSUPPORTED = Map.of(
            "spider",
            "it is made of SPICE, a Java archive of its authors that runs Stanford CoreNLP, and CIDEr",
            "bleurt",
            "it needs a BLEURT checkpoint, of an architecture that rlgrad does not read",
            "common_gen_preference_model",
            "it needs a preference model of 11 billion parameters",
            WithRepeatPenalty.ID,
            SHAPES_ONLY,
            "common_gen_repeat_penalty_batched",
            "it only shapes the reward spider, which is not supported either");

    private RewardReader() {}

    static RewardConfig read(BlockReader block) {
        String id = block.text("id");
        return switch (id) {
            case "rouge_l_max", "bleu", "sacre_bleu", "chrf" -> new OfMetric(MetricReader.read(block));
            default -> {
                BlockReader args = block.blockOrEmpty("args");
                RewardConfig reward = read(id, args, block);
                if (IDS.contains(id)) {
                    args.finish();
                }
                block.finish();
                yield reward;
            }
        };
    }

    private static RewardConfig read(String id, BlockReader args, BlockReader block) {
        return switch (id) {
            case "meteor" -> shaped(new OfMetric(new MetricConfig.Meteor()), args);
            case "rouge" ->
                shaped(
                        new RewardConfig.Rouge(
                                rougeType(args), args.flag("use_single_ref", Defaults.ROUGE.useSingleRef())),
                        args);
            case "rouge_combined" -> shaped(new RewardConfig.RougeCombined(), args);
            case "ter" -> new RewardConfig.Ter();
            case "parent" -> new RewardConfig.Parent();
            case "bert_score" -> bertScore(args);
            case "learned_reward" -> learnedReward(args);
            case "intent_accuracy" ->
                new RewardConfig.IntentAccuracy(
                        args.text("model_name", Defaults.INTENT_MODEL),
                        args.flag("shape", true),
                        args.number("intent_coeff", 1, NumberRange.ANY),
                        args.number("auto_coeff", 1, NumberRange.ANY));
            case "increasing_numbers" ->
                new RewardConfig.IncreasingNumbers(args.integer("min_tokens", NumberRange.atLeast(0)));
            case "sentences_with_dates" -> new RewardConfig.SentencesWithDates();
            default -> unknown(id, block);
        };
    }

    private static RewardConfig unknown(String id, BlockReader block) {
        if (UNSUPPORTED.containsKey(id)) {
            block.error("id", id + " is not supported, because " + UNSUPPORTED.get(id));
        } else if (!id.isBlank()) {
            block.error(
                    "id",
                    "unknown reward '" + id + "'" + Spelling.suggestion(id, IDS) + "; there are "
                            + String.join(", ", IDS));
        }
        return new OfMetric(new MetricConfig.Meteor());
    }

    private static RewardConfig shaped(RewardConfig base, BlockReader args) {
        Optional<String> function = args.optionalText("shaping_fn");
        if (function.isPresent() && !function.get().equals(WithRepeatPenalty.ID) && args.isSound("shaping_fn")) {
            args.error("shaping_fn", "must be " + WithRepeatPenalty.ID + ", is '" + function.get() + "'");
        }
        return function.<RewardConfig>map(name -> new WithRepeatPenalty(base)).orElse(base);
    }

    private static RougeType rougeType(BlockReader args) {
        String name = args.text("rouge_type");
        Optional<RougeType> type = Arrays.stream(RougeType.values())
                .filter(candidate -> candidate.key().equals(name))
                .findFirst();
        if (type.isEmpty() && args.isSound("rouge_type")) {
            List<String> names =
                    Arrays.stream(RougeType.values()).map(RougeType::key).toList();
            args.error(
                    "rouge_type",
                    "must be one of " + String.join(", ", names) + ", is '" + name + "'"
                            + Spelling.suggestion(name, names));
        }
        return type.orElse(RougeType.ROUGE_1);
    }

    private static RewardConfig bertScore(BlockReader args) {
        MetricConfig.BertScore.Language language =
                args.choice("language", MetricConfig.BertScore.Language.class, MetricConfig.BertScore.Language.EN);
        return new OfMetric(new MetricConfig.BertScore(language, args.text("model_name", language.modelName())));
    }

    /** {@code batch_size} is rlgrad's own key here; the reference takes all finished episodes at once. */
    private static RewardConfig learnedReward(BlockReader args) {
        return new OfMetric(new MetricConfig.LearnedReward(
                ModelReader.modelName(args),
                args.integer("label_ix", NumberRange.atLeast(0)),
                args.integer("batch_size", Defaults.REWARD_BATCH_SIZE, NumberRange.atLeast(1)),
                args.flag("include_prompt_for_eval", Defaults.INCLUDE_PROMPT_FOR_EVAL)));
    }

    /** The arguments by the reference's names; with the id they read back as the same. */
    static Map<String, Object> args(RewardConfig config) {
        if (config instanceof WithRepeatPenalty penalized) {
            Map<String, Object> args = args(penalized.base());
            args.put("shaping_fn", WithRepeatPenalty.ID);
            return args;
        }
        Map<String, Object> args = new LinkedHashMap<>();
        if (config instanceof OfMetric ofMetric) {
            args.putAll(ResolvedConfig.metricArgs(ofMetric.metric()));
        } else if (config instanceof RewardConfig.Rouge rouge) {
            args.put("rouge_type", rouge.rougeType().key());
            args.put("use_single_ref", rouge.useSingleRef());
        } else if (config instanceof RewardConfig.IntentAccuracy intent) {
            args.put("model_name", intent.modelName());
            args.put("shape", intent.shape());
            args.put("intent_coeff", intent.intentCoeff());
            args.put("auto_coeff", intent.autoCoeff());
        } else if (config instanceof RewardConfig.IncreasingNumbers numbers) {
            args.put("min_tokens", numbers.minTokens());
        }
        if (List.of("meteor", "rouge", "rouge_combined").contains(config.id())) {
            args.put("shaping_fn", null);
        }
        return args;
    }
}
