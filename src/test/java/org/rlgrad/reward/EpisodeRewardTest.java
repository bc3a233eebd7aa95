package org.rlgrad.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.rlgrad.Failure;
import org.rlgrad.Goldens;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.MetricConfig;
import org.rlgrad.config.MetricConfig.RougeLMax.LimitType;
import org.rlgrad.config.MetricConfig.SacreBleu;
import org.rlgrad.config.RewardConfig;
import org.rlgrad.config.RewardConfig.OfMetric;
import org.rlgrad.config.RewardConfig.RougeType;
import org.rlgrad.config.RewardConfig.WithRepeatPenalty;
import org.rlgrad.data.Sample;
import org.rlgrad.reward.RewardFunction.Outputs;

/** Rewards of single episodes: the formulas of the reference over its metrics' values. */
class EpisodeRewardTest {
    private static final Offset<Double> TOLERANCE = within(1e-9);
    private static final OfMetric METEOR = new OfMetric(new MetricConfig.Meteor());

    @Test
    void everyPairAsTheReferenceScoresIt() throws IOException {
        Map<RewardConfig, ToDoubleFunction<JsonNode>> expected = Map.of(
                METEOR,
                scores -> scores.get("meteor_str_of_list").doubleValue(),
                new OfMetric(new MetricConfig.RougeLMax(true, 100, LimitType.WORDS, 0.5, 1.2, true)),
                scores -> scores.get("rouge_l_max").doubleValue(),
                new OfMetric(new SacreBleu(SacreBleu.Tokenize.V13A)),
                scores -> scores.at("/sacrebleu_13a/score").doubleValue() / 100,
                new OfMetric(new SacreBleu(SacreBleu.Tokenize.INTL)),
                scores -> scores.at("/sacrebleu_intl/score").doubleValue() / 100,
                new OfMetric(new MetricConfig.Bleu()),
                scores -> scores.at("/bleu_whitespace/bleu").asDouble(0),
                new OfMetric(new MetricConfig.Chrf()),
                scores -> scores.get("chrf").doubleValue() / 100,
                new RewardConfig.Ter(),
                scores -> 1 - scores.at("/ter/score").doubleValue() / 100,
                new RewardConfig.Rouge(RougeType.ROUGE_LSUM, true),
                scores -> scores.at("/rouge_first_stem/rougeLsum/f").doubleValue(),
                new RewardConfig.Rouge(RougeType.ROUGE_2, false),
                scores -> scores.at("/rouge_str_of_list_stem/rouge2/f").doubleValue(),
                new RewardConfig.RougeCombined(),
                EpisodeRewardTest::meanOfThree);
        List<JsonNode> pairs = Goldens.jsonLines("metrics/pairs.jsonl");
        List<Outputs> episodes = pairs.stream().map(EpisodeRewardTest::episode).toList();
        assertThat(episodes).hasSize(382);
        expected.forEach((config, value) -> {
            double[][] rewards = reward(config).score(episodes);
            for (int i = 0; i < rewards.length; i++) {
                assertThat(rewards[i][0])
                        .as("%s of pair %d", config, i)
                        .isCloseTo(value.applyAsDouble(pairs.get(i).get("scores")), TOLERANCE);
            }
        });
    }

    private static double meanOfThree(JsonNode scores) {
        JsonNode rouge = scores.get("rouge_first_stem");
        return (rouge.at("/rouge1/f").doubleValue()
                        + rouge.at("/rouge2/f").doubleValue()
                        + rouge.at("/rougeL/f").doubleValue())
                / 3;
    }

    private static Outputs episode(JsonNode pair) {
        Sample sample = sample("", Goldens.strings(pair.get("references")), NullNode.getInstance());
        return new Outputs(sample, List.of(pair.get("prediction").textValue()));
    }

    @Test
    void parentIsTheOverallF() throws IOException {
        List<Outputs> episodes = new ArrayList<>();
        for (JsonNode record : Goldens.jsonLines("metrics/parent.jsonl")) {
            episodes.add(new Outputs(
                    sample("", List.of(), record),
                    List.of(record.get("prediction").textValue())));
        }
        JsonNode expected = Goldens.json("metrics/parent_corpus.json").at("/parent_overall/all_f");
        double[][] rewards = reward(new RewardConfig.Parent()).score(episodes);
        assertThat(rewards).hasDimensions(expected.size(), 1);
        for (int i = 0; i < rewards.length; i++) {
            assertThat(rewards[i][0]).isCloseTo(expected.get(i).doubleValue(), TOLERANCE);
        }
    }

    @Test
    void shapingTakesOneOff() {
        Outputs episode = new Outputs(
                sample("generate a sentence with: dog run.", List.of("a dog runs home"), NullNode.getInstance()),
                List.of("a dog is running home", "dog run home"));
        for (RewardConfig base :
                List.of(METEOR, new RewardConfig.RougeCombined(), new RewardConfig.Rouge(RougeType.ROUGE_L, true))) {
            double[] plain = reward(base).score(List.of(episode))[0];
            double[] shaped = reward(new WithRepeatPenalty(base)).score(List.of(episode))[0];
            assertThat(plain[1]).isPositive();
            assertThat(shaped).containsExactly(plain[0], plain[1] - 1);
        }
    }

    @Test
    void terRewardHasNoLowerBound() {
        Outputs episode =
                new Outputs(sample("", List.of("a b"), NullNode.getInstance()), List.of("a b", "x y z u v w", "a"));
        assertThat(reward(new RewardConfig.Ter()).score(List.of(episode))[0]).containsExactly(1, -2, 0.5);
    }

    /** The reference's training would stop at the text {@code n/a}. */
    @Test
    void bleuOfNothingIsZeroUnderBothFidelities() {
        Outputs episode =
                new Outputs(sample("", List.of("a b c d e"), NullNode.getInstance()), List.of("", "  ", "a b c d e"));
        for (Fidelity fidelity : Fidelity.values()) {
            RewardFunction bleu = EpisodeReward.of(new OfMetric(new MetricConfig.Bleu()), fidelity, Device.cpu());
            assertThat(bleu.score(List.of(episode))[0]).containsExactly(0, 0, 1);
        }
    }

    @Test
    void fidelityReachesTheMetric() {
        Outputs episode = new Outputs(
                sample("", List.of("the quick brown fox", "a cow"), NullNode.getInstance()),
                List.of("the quick brown fox"));
        assertThat(EpisodeReward.of(METEOR, Fidelity.CORRECTED, Device.cpu()).score(List.of(episode))[0][0])
                .isCloseTo(0.9921875, TOLERANCE);
        assertThat(EpisodeReward.of(METEOR, Fidelity.REFERENCE, Device.cpu()).score(List.of(episode))[0][0])
                .isLessThan(0.6);
        RewardConfig rouge = new RewardConfig.Rouge(RougeType.ROUGE_1, false);
        assertThat(EpisodeReward.of(rouge, Fidelity.CORRECTED, Device.cpu()).score(List.of(episode))[0])
                .containsExactly(1);
        assertThat(EpisodeReward.of(rouge, Fidelity.REFERENCE, Device.cpu()).score(List.of(episode))[0][0])
                .isCloseTo(0.8, TOLERANCE);
    }

    @Test
    void syntheticRewards() {
        Outputs episode = new Outputs(sample("", List.of(), NullNode.getInstance()), List.of("1 2 x", "on 2020-01-02"));
        assertThat(reward(new RewardConfig.IncreasingNumbers(0)).score(List.of(episode))[0][0])
                .isCloseTo(2.0 / 3, TOLERANCE);
        assertThat(reward(new RewardConfig.SentencesWithDates()).score(List.of(episode))[0])
                .containsExactly(0, 1);
    }

    @Test
    void intentAndMeteorAreWeighed() throws IOException {
        String folder = Goldens.golden("models/roberta-tiny").toString();
        ObjectNode metadata = new ObjectMapper().createObjectNode();
        metadata.putArray("intent").add(3); // what the tiny classifier finds for nearly every text
        Sample dialog = sample("Hi . <EOU> How are you ? <EOU>", List.of(" Fine , thanks . <EOU>"), metadata);
        List<Outputs> episodes = List.of(
                new Outputs(dialog, List.of(" Fine, thanks.", "no")), new Outputs(dialog, List.of(" I am fine.")));
        double[][] meteor = reward(METEOR).score(episodes);
        double[][] intents;
        try (RewardFunction accuracy =
                RewardFunction.of(new MetricConfig.IntentAccuracy(folder), Fidelity.REFERENCE, Device.cpu())) {
            intents = accuracy.score(episodes);
        }
        assertThat(meteor[0][0]).isPositive();
        assertThat(intents[0][0] + intents[0][1] + intents[1][0]).isPositive();
        try (RewardFunction shaped = reward(new RewardConfig.IntentAccuracy(folder, true, 0.25, 2));
                RewardFunction plain = reward(new RewardConfig.IntentAccuracy(folder, false, 3, 2))) {
            double[][] together = shaped.score(episodes);
            double[][] alone = plain.score(episodes);
            for (int i = 0; i < together.length; i++) {
                for (int j = 0; j < together[i].length; j++) {
                    assertThat(together[i][j]).isCloseTo(0.25 * intents[i][j] + 2 * meteor[i][j], TOLERANCE);
                    assertThat(alone[i][j]).isEqualTo(3 * intents[i][j]);
                }
            }
        }
    }

    @Test
    void aMissingModelIsFoundBeforeAnythingIsLoaded() {
        RewardConfig missing = new RewardConfig.IntentAccuracy("no/such-model", true, 1, 1);
        assertThatThrownBy(() -> EpisodeReward.check(missing))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("no/such-model");
        EpisodeReward.check(new WithRepeatPenalty(METEOR));
        EpisodeReward.check(new RewardConfig.Ter());
    }

    private static RewardFunction reward(RewardConfig config) {
        return EpisodeReward.of(config, Fidelity.REFERENCE, Device.cpu());
    }

    private static Sample sample(String prompt, List<String> references, JsonNode metadata) {
        return new Sample("train_0", prompt, references, metadata);
    }
}
