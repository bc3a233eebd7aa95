package org.rlgrad.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rlgrad.config.ConfigTexts.VALID;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.config.MetricConfig.RougeLMax;
import org.rlgrad.config.MetricConfig.RougeLMax.LimitType;

/** What is accepted because the reference's files have it, because YAML 1.1 means it so, or by default. */
class LenientReadingTest {
    @TempDir
    private Path folder;

    private ExtractSamplesConfig read(String text) {
        return ConfigTexts.read(folder, text).config();
    }

    private GenerationConfig generation(String line) {
        return read(VALID.replace("temperature: 1.0", line)).alg().generationKwargs();
    }

    @Test
    void defaultsOfWhatIsLeftOut() {
        ExtractSamplesConfig config = read(VALID);
        assertThat(config.tokenizer())
                .isEqualTo(new TokenizerConfig("t5-base", Side.LEFT, Side.LEFT, true, OptionalInt.of(512)));
        assertThat(config.datapool())
                .isEqualTo(new DatapoolConfig(
                        new PoolArgs.CommonGen("summarize: ", " ", " "), 8, -1, Optional.empty(), Split.TRAIN));
        assertThat(config.fidelity()).isEqualTo(Fidelity.REFERENCE);
        assertThat(config.seed()).isZero();
        assertThat(read(VALID.replace("  num_train_samples: 8\n", ""))
                        .datapool()
                        .numTrainSamples())
                .isEqualTo(-1);
    }

    @Test
    void emptyMeansDefault() {
        assertThat(generation("top_k: null").topK()).isEqualTo(50);
        assertThat(generation("max_new_tokens:").maxNewTokens()).isEmpty();
        assertThat(generation("post_processing_fn: ~").postProcessing())
                .isEqualTo(GenerationConfig.PostProcessing.NONE);
        assertThat(read(VALID.replace("args: {}", "args:")).evaluation().metrics())
                .containsExactly(new MetricConfig.Meteor());
    }

    @Test
    void numbers() {
        assertThat(generation("temperature: 5e-7").temperature()).isEqualTo(5e-7);
        assertThat(generation("temperature: 1e3").temperature()).isEqualTo(1000);
        assertThat(generation("temperature: 2").temperature()).isEqualTo(2);
        assertThat(generation("temperature: .5").temperature()).isEqualTo(0.5);
        assertThat(generation("top_k: 1_000").topK()).isEqualTo(1000);
        assertThat(generation("top_k: 0x10").topK()).isEqualTo(16);
        assertThat(generation("top_k: 010").topK()).isEqualTo(8);
        assertThat(generation("top_k: +7").topK()).isEqualTo(7);
        assertThat(generation("early_stopping: Yes").earlyStopping()).isTrue();
    }

    @Test
    void theReferencesStrayComma() {
        String rouge =
                """
                - id: rouge_l_max
                      args:
                        max_n: 4
                        limit_length: True
                        length_limit: 100
                        length_limit_type: "words"
                        apply_avg: True
                        apply_best: True,
                        alpha: 0.5
                        weight_factor: 1.2
                        stemming: True
                """;
        assertThat(read(VALID.replace("- id: meteor\n      args: {}\n", rouge))
                        .evaluation()
                        .metrics())
                .containsExactly(new RougeLMax(true, 100, LimitType.WORDS, 0.5, 1.2, true));
    }

    @Test
    void textThatYamlTakesForSomethingElseOnlyInQuotes() {
        String text = VALID.replace("num_train_samples: 8", "args: {prefix: '3', concept_end_token: .}");
        assertThat(read(text).datapool().args()).isEqualTo(new PoolArgs.CommonGen("3", " ", "."));
    }

    @Test
    void mergeKeysAndAliases() {
        String text = "tokenizer: &t {model_name: t5-base, max_length: 512}\n"
                + VALID.replace("tokenizer:\n  model_name: t5-base\n  max_length: 512\n", "");
        assertThat(read(text)).isEqualTo(read(VALID));
        String merged = VALID.replace("  max_length: 512\n", "  <<: {max_length: 512, padding_side: right}\n");
        assertThat(read(merged).tokenizer())
                .isEqualTo(new TokenizerConfig("t5-base", Side.RIGHT, Side.LEFT, true, OptionalInt.of(512)));
    }

    @Test
    void severalMetrics() {
        assertThat(read(VALID + "    - id: sacre_bleu\n").evaluation().metrics())
                .isEqualTo(List.of(
                        new MetricConfig.Meteor(), new MetricConfig.SacreBleu(MetricConfig.SacreBleu.Tokenize.V13A)));
    }

    @Test
    void aTrainingFractionWarns() {
        String text = VALID.replace("num_train_samples: 8", "frac_train_samples: 0.5");
        assertThat(ConfigTexts.read(folder, text).warnings())
                .singleElement()
                .asString()
                .endsWith(":6:23 datapool.frac_train_samples: has no effect in an extraction; use num_train_samples");
        assertThat(ConfigTexts.read(folder, text.replace("0.5", "-1")).warnings())
                .isEmpty();
    }
}
