package org.rlgrad.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.Failure;
import org.rlgrad.report.TrainingSummary.Measured;

class TrainingSummaryTest {
    private static final double NONE = Double.NaN;

    @TempDir
    Path run;

    private void evaluations(SplitMeasurement... rows) {
        try (EvaluationsFile metrics = EvaluationsFile.open(run.resolve(EvaluationsFile.NAME))) {
            metrics.append(List.of(rows));
        }
    }

    private static SplitMeasurement row(int step, String metric, double value) {
        return new SplitMeasurement(step, "val", metric, value);
    }

    private TrainingSummary supervised() {
        return TrainingSummary.of(run, "supervised", Optional.empty());
    }

    @Test
    void theBestIsTheLowestWhereLessIsBetter() {
        evaluations(
                row(0, "lexical/meteor", 0.1),
                row(0, "lexical/ter", 0.9),
                row(0, "diversity_metrics/entropy-1", 4),
                row(5, "lexical/meteor", 0.3),
                row(5, "lexical/ter", 0.7),
                row(5, "diversity_metrics/entropy-1", 5),
                row(9, "lexical/meteor", 0.3),
                row(9, "lexical/ter", 0.8),
                row(9, "diversity_metrics/entropy-1", 6));
        List<TrainingSummary.MetricSummary> metrics = supervised().evaluations();
        assertThat(metrics)
                .containsExactly(
                        new TrainingSummary.MetricSummary(
                                "val",
                                "lexical/meteor",
                                new Measured(0, 0.1),
                                new Measured(9, 0.3),
                                Optional.of(new Measured(5, 0.3))),
                        new TrainingSummary.MetricSummary(
                                "val",
                                "lexical/ter",
                                new Measured(0, 0.9),
                                new Measured(9, 0.8),
                                Optional.of(new Measured(5, 0.7))),
                        new TrainingSummary.MetricSummary(
                                "val",
                                "diversity_metrics/entropy-1",
                                new Measured(0, 4),
                                new Measured(9, 6),
                                Optional.empty()));
        assertThat(supervised().steps()).isEqualTo(9);
    }

    @Test
    void whatIsNotFiniteIsNeverBest() throws IOException {
        evaluations(
                row(0, "lexical/bleu", NONE),
                row(1, "lexical/bleu", 0.2),
                row(2, "lexical/bleu", Double.POSITIVE_INFINITY));
        supervised().write(run);
        JsonNode bleu = json().at("/evaluation/val").get("lexical/bleu");
        assertThat(bleu)
                .hasToString("{\"first\":{\"step\":0,\"value\":null},\"last\":{\"step\":2,\"value\":null},"
                        + "\"best\":{\"step\":1,\"value\":0.2}}");
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(run.resolve(TrainingSummary.NAME).toFile());
    }

    @Test
    void theFileHasBothEndsOfEveryColumn() throws IOException {
        TrainingRuns.ppo(run, 20);
        TrainingSummary summary = TrainingSummary.of(run, "ppo", Optional.of("lexical/meteor"));
        summary.write(run);
        JsonNode json = json();
        assertThat(json.get("algorithm").textValue()).isEqualTo("ppo");
        assertThat(json.get("reward_metric").textValue()).isEqualTo("lexical/meteor");
        assertThat(json.get("steps").intValue()).isEqualTo(20);
        assertThat(json.get("evaluation").fieldNames()).toIterable().containsExactly("train", "val", "test");
        assertThat(json.get("rollouts").fieldNames()).toIterable().containsExactlyElementsOf(TrainingRuns.ROLLOUTS);
        assertThat(json.get("training").fieldNames()).toIterable().containsExactlyElementsOf(TrainingRuns.PPO);
        ScalarTable rollouts = ScalarsFile.read(run.resolve(ScalarsFile.ROLLOUTS));
        assertThat(json.at("/rollouts/kl_k1/first/value").doubleValue()).isEqualTo(rollouts.at("kl_k1", 0));
        assertThat(json.at("/rollouts/kl_k1/last/value").doubleValue()).isEqualTo(rollouts.at("kl_k1", 19));
        assertThat(json.at("/rollouts/zero_std_fraction/last").toString()).isEqualTo("{\"step\":20,\"value\":null}");
        assertThat(TrainingSummary.rewardMetric(run)).contains("lexical/meteor");
        byte[] first = Files.readAllBytes(run.resolve(TrainingSummary.NAME));
        TrainingSummary.of(run, "ppo", Optional.of("lexical/meteor")).write(run);
        assertThat(Files.readAllBytes(run.resolve(TrainingSummary.NAME))).isEqualTo(first);
    }

    @Test
    void theTableShowsBeforeAndAfter() {
        evaluations(
                row(0, "lexical/meteor", 0.12345),
                row(0, "fluency_metrics/perplexity", 12_345.6),
                new SplitMeasurement(100, "test", "lexical/bleu", NONE),
                row(100, "lexical/meteor", 0.25),
                row(100, "fluency_metrics/perplexity", 31.234));
        try (ScalarsFile training =
                ScalarsFile.open(run.resolve(ScalarsFile.TRAINING), List.of("epoch", "loss", "grad_norm"))) {
            training.append(50, 0.5, 3, NONE);
            training.append(100, 1, 0.00001234, NONE);
        }
        assertThat(TrainingTable.text(supervised()))
                .isEqualTo(
                        """
                        supervised: 100 optimizer steps

                        split  metric                      before -> after   best
                        val    lexical/meteor              0.1235 -> 0.2500  0.2500 at 100
                        val    fluency_metrics/perplexity  12346 -> 31.23    31.23 at 100
                        test   lexical/bleu                - -> -            -

                        training  first -> last
                        loss      3.000 -> 1.234e-05
                        """);
    }

    @Test
    void theTableOfRolloutsNamesIterations() {
        TrainingRuns.ppo(run, 20);
        String text = TrainingTable.text(TrainingSummary.of(run, "nlpo", Optional.empty()));
        assertThat(text)
                .startsWith("nlpo: 20 iterations\n\nsplit  metric ")
                .contains("\nrollouts and training    first -> last\nep_rew ", "\nprobe_zero_std_fraction  0.1")
                .doesNotContain("ep_lens", "\nzero_std_fraction");
        assertThat(text.lines()).allMatch(line -> line.length() <= 110 && line.matches("\\p{ASCII}*"));
    }

    @Test
    void aRunThatRecordedNothingHasAnEmptySummary() throws IOException {
        supervised().write(run);
        assertThat(json().toString())
                .isEqualTo("{\"algorithm\":\"supervised\",\"reward_metric\":null,\"steps\":0,"
                        + "\"evaluation\":{},\"rollouts\":{},\"training\":{}}");
        assertThat(TrainingTable.text(supervised())).isEqualTo("supervised: 0 optimizer steps\n");
        assertThat(TrainingSummary.rewardMetric(run)).isEmpty();
        Files.writeString(run.resolve(TrainingSummary.NAME), "{\"reward");
        assertThatThrownBy(() -> TrainingSummary.rewardMetric(run))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("summary.json: no JSON");
    }
}
