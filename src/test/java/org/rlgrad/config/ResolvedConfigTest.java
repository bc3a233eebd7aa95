package org.rlgrad.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.rlgrad.config.GenerationConfig.PostProcessing;

class ResolvedConfigTest {
    @TempDir
    private Path folder;

    static Stream<PoolArgs> pools() {
        return Stream.of(
                new PoolArgs.NarrativeQa(),
                new PoolArgs.Totto(PoolArgs.Totto.Representation.FULLTABLE),
                new PoolArgs.CommonGen("a: 'b' \"c\" # d\n\u00fc \ud83d\ude00", "", "5e-7"),
                new PoolArgs.Iwslt2017EnDe("true", "~"),
                new PoolArgs.CnnDailyMail(" ", "\t", 3, -1),
                new PoolArgs.CnnDailyMail("- x", "1:30", -1, 9),
                new PoolArgs.DailyDialog(2),
                new PoolArgs.Imdb(0, true),
                new PoolArgs.ImdbSeq2Seq(-1, 1e-7));
    }

    @ParameterizedTest
    @MethodSource("pools")
    void readsBackAsTheSame(PoolArgs pool) {
        ExtractSamplesConfig config = new ExtractSamplesConfig(
                new TokenizerConfig("null", Side.RIGHT, Side.LEFT, false, OptionalInt.empty()),
                new DatapoolConfig(pool, -1, 0, Optional.of(Path.of("a folder", "012")), Split.VAL),
                new ModelConfig(
                        "x",
                        ModelConfig.ModelType.SEQ2SEQ,
                        "no",
                        new GenerationConfig(
                                false,
                                OptionalInt.of(9),
                                21,
                                3,
                                5e-7,
                                0,
                                0.25,
                                1.5,
                                2,
                                4,
                                -2.5,
                                true,
                                PostProcessing.THREE_SENTENCE_SUMMARY)),
                new ExtractionConfig(
                        3,
                        2,
                        List.of(
                                new MetricConfig.Meteor(),
                                new MetricConfig.SacreBleu(MetricConfig.SacreBleu.Tokenize.INTL),
                                new MetricConfig.SacreBleu(MetricConfig.SacreBleu.Tokenize.V13A),
                                new MetricConfig.RougeLMax(
                                        false, 7, MetricConfig.RougeLMax.LimitType.BYTES, 0, 1e9, false),
                                new MetricConfig.LearnedReward("123", 0, 1, false))),
                Fidelity.CORRECTED,
                Integer.MAX_VALUE);
        String yaml = ResolvedConfig.toYaml(config);
        assertThat(ConfigTexts.read(folder, yaml).config()).isEqualTo(config);
    }

    static Stream<Arguments> shipped() {
        return ShippedConfigsTest.table();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shipped")
    void shippedFilesToo(String name, ExtractSamplesConfig config) {
        assertThat(ConfigTexts.read(folder, ResolvedConfig.toYaml(config)).config())
                .as(name)
                .isEqualTo(config);
    }

    @Test
    void namesEveryKeyAsTheReferenceDoes() {
        ExtractSamplesConfig config =
                ConfigTexts.read(folder, ConfigTexts.VALID).config();
        assertThat(ResolvedConfig.toYaml(config))
                .isEqualTo(
                        """
                        fidelity: reference
                        seed: 0
                        tokenizer:
                          model_name: t5-base
                          padding_side: left
                          truncation_side: left
                          pad_token_as_eos_token: true
                          max_length: 512
                        datapool:
                          id: commongen
                          args:
                            prefix: 'summarize: '
                            concept_separator_token: ' '
                            concept_end_token: ' '
                          num_train_samples: 8
                          train_samples_rnd_seed: -1
                          path: null
                          split: train
                        alg:
                          id: supervised
                          model_type: seq2seq
                          model_name: t5-base
                          generation_kwargs:
                            do_sample: true
                            max_new_tokens: null
                            max_length: 20
                            min_length: 0
                            temperature: 1.0
                            top_k: 50
                            top_p: 1.0
                            repetition_penalty: 1.0
                            no_repeat_ngram_size: 0
                            num_beams: 1
                            length_penalty: 1.0
                            early_stopping: false
                            post_processing_fn: null
                        evaluation:
                          eval_batch_size: 4
                          num_samples_per_input: 10
                          metrics:
                            - id: meteor
                              args: {}
                        """);
    }
}
