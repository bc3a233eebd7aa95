package org.rlgrad.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rlgrad.config.ModelConfig.ModelType.CAUSAL;
import static org.rlgrad.config.ModelConfig.ModelType.SEQ2SEQ;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.rlgrad.config.GenerationConfig.PostProcessing;
import org.rlgrad.config.MetricConfig.LearnedReward;
import org.rlgrad.config.MetricConfig.Meteor;
import org.rlgrad.config.MetricConfig.RougeLMax;
import org.rlgrad.config.MetricConfig.SacreBleu;
import org.rlgrad.config.PoolArgs.CnnDailyMail;
import org.rlgrad.config.PoolArgs.CommonGen;
import org.rlgrad.config.PoolArgs.DailyDialog;
import org.rlgrad.config.PoolArgs.Imdb;
import org.rlgrad.config.PoolArgs.Iwslt2017EnDe;
import org.rlgrad.config.PoolArgs.NarrativeQa;
import org.rlgrad.config.PoolArgs.Totto;

/** The files in {@code configs/extract_samples} against the paper's settings, typed a second time. */
class ShippedConfigsTest {
    private static final Path FOLDER = Path.of("configs", "extract_samples");
    private static final int ABSENT = -1;

    static Stream<Arguments> table() {
        return Stream.of(
                t5(
                        "t5_narrative_qa",
                        512,
                        new NarrativeQa(),
                        50,
                        0,
                        ABSENT,
                        256,
                        new RougeLMax(true, 100, RougeLMax.LimitType.WORDS, 0.5, 1.2, true)),
                t5(
                        "t5_totto",
                        512,
                        new Totto(Totto.Representation.SUBTABLE),
                        0,
                        10,
                        50,
                        100,
                        new SacreBleu(SacreBleu.Tokenize.V13A)),
                t5(
                        "t5_commongen",
                        20,
                        new CommonGen("generate a sentence with: ", " ", "."),
                        0,
                        5,
                        20,
                        256,
                        new Meteor()),
                t5(
                        "t5_iwslt2017",
                        128,
                        new Iwslt2017EnDe("translate English to German: ", ""),
                        10,
                        0,
                        128,
                        128,
                        new SacreBleu(SacreBleu.Tokenize.INTL)),
                t5("t5_cnn", 512, new CnnDailyMail("Summarize: ", "", -1, -1), 50, 50, 100, 100, new Meteor()),
                gpt2("gpt2_dialog", "gpt2", Side.RIGHT, 128, new DailyDialog(5), 20, 2, 20, 256, new Meteor()),
                gpt2(
                        "gpt2_imdb",
                        "lvwerra/gpt2-imdb",
                        Side.LEFT,
                        64,
                        new Imdb(42, true),
                        50,
                        48,
                        48,
                        128,
                        new LearnedReward("lvwerra/distilbert-imdb", 1, 100, true)));
    }

    private static Arguments t5(
            String file, int maxLength, PoolArgs pool, int topK, int minLength, int maxNew, int batch, MetricConfig m) {
        TokenizerConfig tokenizer =
                new TokenizerConfig("t5-base", Side.LEFT, Side.RIGHT, false, OptionalInt.of(maxLength));
        return row(file, tokenizer, SEQ2SEQ, pool, sampling(topK, minLength, maxNew), batch, m);
    }

    private static Arguments gpt2(
            String file,
            String model,
            Side truncation,
            int maxLength,
            PoolArgs pool,
            int topK,
            int minLength,
            int maxNew,
            int batch,
            MetricConfig m) {
        TokenizerConfig tokenizer = new TokenizerConfig(model, Side.LEFT, truncation, true, OptionalInt.of(maxLength));
        return row(file, tokenizer, CAUSAL, pool, sampling(topK, minLength, maxNew), batch, m);
    }

    private static GenerationConfig sampling(int topK, int minLength, int maxNew) {
        OptionalInt maxNewTokens = maxNew == ABSENT ? OptionalInt.empty() : OptionalInt.of(maxNew);
        return new GenerationConfig(
                true, maxNewTokens, 20, minLength, 1, topK, 1, 1, 0, 1, 1, false, PostProcessing.NONE);
    }

    private static Arguments row(
            String file,
            TokenizerConfig tokenizer,
            ModelConfig.ModelType type,
            PoolArgs pool,
            GenerationConfig generation,
            int batch,
            MetricConfig metric) {
        return Arguments.of(
                file,
                new ExtractSamplesConfig(
                        tokenizer,
                        new DatapoolConfig(pool, 5000, 7, Optional.empty(), Split.TRAIN),
                        new ModelConfig("supervised", type, tokenizer.modelName(), generation),
                        new ExtractionConfig(batch, 10, List.of(metric)),
                        Fidelity.REFERENCE,
                        0));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void saysWhatThePaperUsed(String file, ExtractSamplesConfig expected) {
        ConfigFile.Loaded<ExtractSamplesConfig> loaded =
                ConfigFile.extractSamples(FOLDER.resolve(file + ".yml"), List.of());
        assertThat(loaded.config()).isEqualTo(expected);
        assertThat(loaded.warnings()).isEmpty();
    }

    @Test
    void theTableHasEveryFile() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            table().map(row -> row.get()[0] + ".yml").toList());
        }
    }
}
