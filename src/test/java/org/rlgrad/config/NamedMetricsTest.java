package org.rlgrad.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.config.MetricConfig.BertScore;
import org.rlgrad.config.MetricConfig.CausalPerplexity;
import org.rlgrad.config.MetricConfig.LearnedReward;
import org.rlgrad.config.MetricConfig.RougeLMax;
import org.rlgrad.config.MetricConfig.SacreBleu;

/** Metrics that a command line names, and the same ids in an extraction's configuration. */
class NamedMetricsTest {
    @TempDir
    private Path folder;

    @Test
    void everyIdWithItsDefaults() {
        assertThat(named(
                        "meteor",
                        "meteor_common_gen_repeat_penalty",
                        "rouge",
                        "bleu",
                        "sacre_bleu",
                        "chrf",
                        "ter",
                        "cider",
                        "diversity",
                        "causal_perplexity",
                        "intent_accuracy",
                        "parent_totto",
                        "bleu_totto"))
                .containsExactly(
                        new MetricConfig.Meteor(),
                        new MetricConfig.MeteorCommonGenRepeatPenalty(),
                        new MetricConfig.Rouge(true),
                        new MetricConfig.Bleu(),
                        new SacreBleu(SacreBleu.Tokenize.V13A),
                        new MetricConfig.Chrf(),
                        new MetricConfig.Ter(),
                        new MetricConfig.Cider(),
                        new MetricConfig.Diversity(100),
                        new CausalPerplexity(Optional.empty(), 512, false, Optional.empty()),
                        new MetricConfig.IntentAccuracy("rajkumarrrk/roberta-daily-dialog-intent-classifier"),
                        new MetricConfig.ParentTotto(),
                        new MetricConfig.BleuTotto());
    }

    @Test
    void argumentsForAllMetricsForOneAndTheModel() {
        List<MetricConfig> metrics = NamedMetrics.of(
                List.of("bert_score", "rouge", "sacre_bleu"),
                List.of("bert_score.language=de", "sacre_bleu.tokenize=intl", "rouge.use_single_ref=false"),
                Optional.of("no"),
                List.of());
        assertThat(metrics)
                .containsExactly(
                        new BertScore(BertScore.Language.DE, "no"),
                        new MetricConfig.Rouge(false),
                        new SacreBleu(SacreBleu.Tokenize.INTL));
        assertThat(NamedMetrics.of(
                        List.of("causal_perplexity"),
                        List.of("stride=128", "tokenizer_id=gpt2"),
                        Optional.of("a: b"),
                        List.of()))
                .containsExactly(new CausalPerplexity(Optional.of("gpt2"), 128, false, Optional.of("a: b")));
        assertThat(NamedMetrics.of(
                        List.of("learned_reward"), List.of("label_ix=1", "batch_size=2"), Optional.of("m"), List.of()))
                .containsExactly(new LearnedReward("m", 1, 2, true));
    }

    @Test
    void argumentsOfAnEarlierRunHold() {
        RougeLMax rouge = new RougeLMax(true, 100, RougeLMax.LimitType.WORDS, 0.5, 1.2, true);
        SacreBleu intl = new SacreBleu(SacreBleu.Tokenize.INTL);
        List<MetricConfig> present = List.of(rouge, intl);
        assertThat(NamedMetrics.of(List.of(), List.of(), Optional.empty(), present))
                .isEqualTo(present);
        assertThat(NamedMetrics.of(List.of("sacre_bleu", "ter"), List.of(), Optional.empty(), present))
                .containsExactly(intl, new MetricConfig.Ter());
        assertThat(NamedMetrics.of(List.of("rouge_l_max"), List.of("length_limit=7"), Optional.empty(), present))
                .containsExactly(new RougeLMax(true, 7, RougeLMax.LimitType.WORDS, 0.5, 1.2, true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            rogue       | ''               | --metric id: unknown metric 'rogue'; did you mean rouge?
            spice       | ''               | --metric id: spice is not supported, because
            spider      | ''               | --metric id: spider is not supported, because
            bleurt      | ''               | --metric id: bleurt is not supported, because
            summaCZS    | ''               | --metric id: summaCZS is not supported, because
            summaCConv  | ''               | --metric id: summaCConv is not supported, because
            bert_score  | ''               | --metric args.language: missing
            rouge       | use_single_reff=1 | --arg args.use_single_reff: unknown key; did you mean use_single_ref?
            rouge       | bleu.x=1         | --arg bleu.x=1: no metric bleu is named
            rouge       | x                | --arg x: expected key=value
            """)
    void aProblemIsALine(String id, String argument, String line) {
        List<String> arguments = argument.isEmpty() ? List.of() : List.of(argument);
        assertThatThrownBy(() -> NamedMetrics.of(List.of(id), arguments, Optional.empty(), List.of()))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
                    assertThat(failure.getMessage().lines().toList().get(1)).startsWith(line);
                })
                .message()
                .hasLineCount(2);
    }

    @Test
    void aModelNeedsOneMetricThatRunsIt() {
        assertThatThrownBy(() -> NamedMetrics.of(List.of("ter"), List.of(), Optional.of("m"), List.of()))
                .hasMessageContaining("--model m: none of these metrics runs a model");
        assertThatThrownBy(() -> NamedMetrics.of(
                        List.of("intent_accuracy", "causal_perplexity"), List.of(), Optional.of("m"), List.of()))
                .hasMessageContaining("several of these metrics run a model");
    }

    @ParameterizedTest
    @CsvSource({"cider", "diversity", "causal_perplexity", "bleu_totto"})
    void anExtractionRefusesWhatHasNoValuePerSample(String id) {
        String text = ConfigTexts.VALID.replace("id: meteor", "id: " + id);
        assertThat(ConfigTexts.problems(folder, text))
                .singleElement()
                .asString()
                .startsWith("x.yml:17:11 evaluation.metrics.0.id: " + id + " has no value of a single sample: ")
                .endsWith("use 'rlgrad score' on the finished run");
    }

    /** The last metric is for that pool alone. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id: totto | id: parent_totto",
                "id: daily_dialog, args: {context_size: 5} | id: intent_accuracy, args: {model_name: here}",
                "id: commongen, args: {prefix: 'generate a sentence with: '} | id: meteor_common_gen_repeat_penalty",
            })
    void whatAnExtractionResolvesReadsBackTheSame(String pool, String metric) {
        String text = ConfigTexts.VALID.replace(
                        "  id: commongen\n  num_train_samples: 8\n", "  {" + pool + ", num_train_samples: 8}\n")
                + """
                    - {id: rouge, args: {use_single_ref: false}}
                    - {id: bleu}
                    - {id: chrf}
                    - {id: ter}
                    - {id: bert_score, args: {language: de}}
                """
                + "    - {" + metric + "}\n";
        ExtractSamplesConfig config = ConfigTexts.read(folder, text).config();
        assertThat(config.evaluation().metrics())
                .hasSize(7)
                .contains(
                        new MetricConfig.Rouge(false),
                        new BertScore(BertScore.Language.DE, "bert-base-multilingual-cased"));
        assertThat(metric).contains(config.evaluation().metrics().get(6).id());
        assertThat(ConfigTexts.read(folder, ResolvedConfig.toYaml(config)).config())
                .isEqualTo(config);
    }

    private static List<MetricConfig> named(String... ids) {
        return NamedMetrics.of(List.of(ids), List.of(), Optional.empty(), List.of());
    }
}
