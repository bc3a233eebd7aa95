package org.rlgrad.config;

import java.util.List;
import org.rlgrad.config.PoolArgs.CnnDailyMail;
import org.rlgrad.config.PoolArgs.CommonGen;
import org.rlgrad.config.PoolArgs.DailyDialog;
import org.rlgrad.config.PoolArgs.Imdb;
import org.rlgrad.config.PoolArgs.ImdbSeq2Seq;
import org.rlgrad.config.PoolArgs.Iwslt2017EnDe;
import org.rlgrad.config.PoolArgs.NarrativeQa;
import org.rlgrad.config.PoolArgs.Prompts;
import org.rlgrad.config.PoolArgs.Totto;

/** {@code datapool.id} and {@code datapool.args}. */
final class PoolArgsReader {
    private static final List<String> IDS = List.of(
            "narrative_qa",
            "totto",
            "commongen",
            "iwslt2017en_de",
            "cnn_daily_mail",
            "daily_dialog",
            "imdb",
            "imdb_seq2seq",
            "prompts");

    private PoolArgsReader() {}

    static PoolArgs read(BlockReader datapool) {
        String id = datapool.text("id");
        if (!IDS.contains(id)) {
            if (!id.isBlank()) {
                datapool.error(
                        "id",
                        "unknown data pool '" + id + "'" + Spelling.suggestion(id, IDS) + "; there are "
                                + String.join(", ", IDS));
            }
            datapool.blockOrEmpty("args"); // known, but nobody can say what belongs in it
            return new NarrativeQa();
        }
        BlockReader args = datapool.blockOrEmpty("args");
        PoolArgs pool = read(id, args);
        args.finish();
        return pool;
    }

    private static PoolArgs read(String id, BlockReader args) {
        return switch (id) {
            case "narrative_qa" -> new NarrativeQa();
            case "totto" ->
                new Totto(args.choice("representation", Totto.Representation.class, Defaults.TOTTO.representation()));
            case "commongen" ->
                new CommonGen(
                        args.text("prefix", Defaults.COMMON_GEN.prefix()),
                        args.text("concept_separator_token", Defaults.COMMON_GEN.conceptSeparatorToken()),
                        args.text("concept_end_token", Defaults.COMMON_GEN.conceptEndToken()));
            case "iwslt2017en_de" ->
                new Iwslt2017EnDe(
                        args.text("prompt_prefix", Defaults.IWSLT.promptPrefix()),
                        args.text("prompt_suffix", Defaults.IWSLT.promptSuffix()));
            case "cnn_daily_mail" ->
                new CnnDailyMail(
                        args.text("prompt_prefix", Defaults.CNN.promptPrefix()),
                        args.text("prompt_suffix", Defaults.CNN.promptSuffix()),
                        args.integer("truncate_article", Defaults.CNN.truncateArticle(), NumberRange.atLeast(1)),
                        args.integer("max_size", Defaults.CNN.maxSize(), NumberRange.atLeast(1)));
            case "daily_dialog" -> new DailyDialog(args.integer("context_size", NumberRange.atLeast(1)));
            case "imdb" ->
                new Imdb(
                        args.integer("seed", NumberRange.atLeast(0)),
                        args.flag("only_positive_samples", Defaults.IMDB_ONLY_POSITIVE));
            case "prompts" -> new Prompts(args.text("name", Defaults.PROMPTS_NAME));
            case "imdb_seq2seq" ->
                new ImdbSeq2Seq(
                        args.integer("seed", Defaults.IMDB_SEQ2SEQ.seed(), NumberRange.atLeast(-1)),
                        args.number(
                                "positive_ratio", Defaults.IMDB_SEQ2SEQ.positiveRatio(), NumberRange.aboveUpTo(0, 1)));
            default -> throw new IllegalStateException("data pool " + id);
        };
    }
}
