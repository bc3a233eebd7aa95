package org.rlgrad.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rlgrad.Failure;
import org.rlgrad.Goldens;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.MetricConfig;
import org.rlgrad.config.Side;
import org.rlgrad.data.Sample;
import org.rlgrad.model.SequenceClassifier;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;
import org.rlgrad.tokenizer.Tokenizer;

class RewardFunctionTest {
    private static final Device CPU = Device.cpu();

    @Test
    void textRewardsKeepTheOrderOfInputsAndOutputs() {
        RewardFunction meteor = RewardFunction.of(new MetricConfig.Meteor(), Fidelity.CORRECTED, CPU);
        List<RewardFunction.Outputs> inputs = List.of(
                outputs("p", List.of("the quick brown fox"), "The quick brown fox", "nothing of it", ""),
                outputs("q", List.of("a dog runs", "hello there general kenobi"), "hello there general kenobi"));
        double[][] rewards = meteor.score(inputs);
        assertThat(meteor.key()).isEqualTo("lexical/meteor");
        assertThat(rewards[0]).hasSize(3);
        assertThat(rewards[0][0]).isCloseTo(0.9921875, within(1e-12));
        assertThat(rewards[0][1]).isZero();
        assertThat(rewards[0][2]).isZero();
        assertThat(rewards[1]).containsExactly(0.9921875);
    }

    @Test
    void sacreBleuIsZeroBelowFourTokensInTheReferenceOnly() {
        List<RewardFunction.Outputs> inputs = List.of(outputs("p", List.of("the cat sat"), "the cat sat"));
        MetricConfig bleu = new MetricConfig.SacreBleu(MetricConfig.SacreBleu.Tokenize.V13A);
        assertThat(RewardFunction.of(bleu, Fidelity.REFERENCE, CPU).score(inputs)[0])
                .containsExactly(0);
        assertThat(RewardFunction.of(bleu, Fidelity.CORRECTED, CPU).score(inputs)[0][0])
                .isCloseTo(1, within(1e-9));
    }

    /** Batches of many lengths against one text at a time, prompt first, cut on the left. */
    @Test
    void learnedRewardDoesNotDependOnBatches() {
        String folder = Goldens.golden("models/distilbert-tiny").toString();
        MetricConfig config = new MetricConfig.LearnedReward(folder, 1, 3, true);
        String longPrompt = "a man in a black and white jersey is holding yellow ski poles ".repeat(40);
        List<RewardFunction.Outputs> inputs = List.of(
                outputs("A man wearing ", List.of(), "a backpack.", "", "all black and playing a piano in a hall."),
                outputs(longPrompt, List.of(), "and smiles.", "and frowns."));
        try (RewardFunction reward = RewardFunction.of(config, Fidelity.REFERENCE, CPU);
                Tokenizer tokenizer = Tokenizer.load(Goldens.golden("models/distilbert-tiny"));
                SequenceClassifier classifier =
                        SequenceClassifier.load(Goldens.golden("models/distilbert-tiny"), CPU)) {
            double[][] rewards = reward.score(inputs);
            List<Double> expected = new ArrayList<>();
            for (RewardFunction.Outputs input : inputs) {
                for (String text : input.texts()) {
                    int[] tokens = tokenizer.encode(input.sample().prompt() + text, 128, Side.LEFT);
                    long[] ids = Arrays.stream(tokens).asLongStream().toArray();
                    long[] mask = new long[ids.length];
                    Arrays.fill(mask, 1);
                    float[] logits = Torch.noGrad(() -> Scopes.step(() -> classifier
                            .logits(new long[][] {ids}, new long[][] {mask}, null)
                            .toFloatArray()));
                    expected.add(1 / (1 + Math.exp((double) logits[0] - logits[1])));
                }
            }
            double[] flat =
                    Arrays.stream(rewards).flatMapToDouble(Arrays::stream).toArray();
            for (int i = 0; i < flat.length; i++) {
                assertThat(flat[i]).isCloseTo(expected.get(i), within(1e-5));
            }
            assertThat(rewards[1][0]).isNotEqualTo(rewards[1][1]); // the end of the long text was not cut off
        }
    }

    @Test
    void labelThatTheClassifierLacksIsNamed() {
        String folder = Goldens.golden("models/distilbert-tiny").toString();
        assertThatThrownBy(() ->
                        RewardFunction.of(new MetricConfig.LearnedReward(folder, 2, 3, true), Fidelity.REFERENCE, CPU))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("label_ix: 2, but " + folder + " has 2 labels");
    }

    private static RewardFunction.Outputs outputs(String prompt, List<String> references, String... texts) {
        return new RewardFunction.Outputs(
                new Sample("train_0", prompt, references, NullNode.getInstance()), List.of(texts));
    }
}
