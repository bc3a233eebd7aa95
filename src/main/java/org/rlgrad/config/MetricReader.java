package org.rlgrad.config;

import java.util.List;
import org.rlgrad.config.MetricConfig.LearnedReward;
import org.rlgrad.config.MetricConfig.Meteor;
import org.rlgrad.config.MetricConfig.RougeLMax;
import org.rlgrad.config.MetricConfig.SacreBleu;

/** One entry of a {@code metrics} list. */
final class MetricReader {
    private static final List<String> IDS = List.of("meteor", "sacre_bleu", "rouge_l_max", "learned_reward");

    private MetricReader() {}

    static MetricConfig read(BlockReader entry) {
        String id = entry.text("id");
        BlockReader args = entry.blockOrEmpty("args");
        MetricConfig metric =
                switch (id) {
                    case "meteor" -> new Meteor();
                    case "sacre_bleu" ->
                        new SacreBleu(
                                args.choice("tokenize", SacreBleu.Tokenize.class, Defaults.SACRE_BLEU.tokenize()));
                    case "rouge_l_max" -> rougeLMax(args);
                    case "learned_reward" ->
                        new LearnedReward(
                                ModelReader.modelName(args),
                                args.integer("label_ix", NumberRange.atLeast(0)),
                                args.integer("batch_size", NumberRange.atLeast(1)),
                                args.flag("include_prompt_for_eval", Defaults.INCLUDE_PROMPT_FOR_EVAL));
                    default -> unknown(id, entry);
                };
        if (IDS.contains(id)) {
            args.finish();
        }
        entry.finish();
        return metric;
    }

    private static MetricConfig unknown(String id, BlockReader entry) {
        if (!id.isBlank()) {
            entry.error(
                    "id",
                    "unknown metric '" + id + "'" + Spelling.suggestion(id, IDS) + "; there are "
                            + String.join(", ", IDS));
        }
        return new Meteor();
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
}
