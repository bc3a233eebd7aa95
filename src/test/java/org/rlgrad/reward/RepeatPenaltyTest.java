package org.rlgrad.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rlgrad.Failure;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.MetricConfig;
import org.rlgrad.data.Sample;

class RepeatPenaltyTest {
    private final RewardFunction meteor =
            RewardFunction.of(new MetricConfig.Meteor(), Fidelity.REFERENCE, Device.cpu());
    private final RewardFunction penalized = RepeatPenalty.overMeteor(meteor);

    @Test
    void oneLessForARepeatedPrompt() {
        List<RewardFunction.Outputs> inputs = List.of(
                outputs(
                        "generate a sentence with: Dog run.",
                        "The dog is running fast.",
                        "A DOG RUN is fun.",
                        "They Generate power.",
                        "Sentences are long.",
                        "a dog, run",
                        ""),
                outputs("Please generate a sentence with: cat\uD83D\uDE00", "a bobcat"));
        double[][] base = meteor.score(inputs);
        double[][] scores = penalized.score(inputs);
        double[][] penalties = {{0, -1, -1, -1, 0, 0}, {-1}};
        for (int i = 0; i < base.length; i++) {
            for (int j = 0; j < base[i].length; j++) {
                assertThat(scores[i][j]).isEqualTo(base[i][j] + penalties[i][j]);
            }
        }
        assertThat(penalized.key()).isEqualTo("lexical/meteor_common_gen_repeat_penalty");
    }

    /** As in the reference, where every text contains the empty string. */
    @Test
    void aPromptWithoutConceptsIsRepeatedByEverything() {
        double score = penalized.score(List.of(outputs("generate a sentence with: .", "The dog.")))[0][0];
        assertThat(score).isNegative();
    }

    @Test
    void anotherPromptIsNamed() {
        assertThatThrownBy(() -> penalized.score(List.of(outputs("summarize: dog run", "x"))))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("sample val_3")
                .hasMessageContaining("generate a sentence with: ");
    }

    private static RewardFunction.Outputs outputs(String prompt, String... texts) {
        return new RewardFunction.Outputs(
                new Sample("val_3", prompt, List.of("The dog is running."), NullNode.getInstance()), List.of(texts));
    }
}
