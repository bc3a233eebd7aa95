package org.rlgrad.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rlgrad.Failure;
import org.rlgrad.Goldens;
import org.rlgrad.data.Sample;

class IntentAccuracyTest {
    /** The classes that transformers' classifier finds for the last utterance with each of 60 captions behind it. */
    private static final String CLASSES = "222222222222222222222221222222222222222222222212222222222222";

    @Test
    void againstTransformers() throws IOException {
        try (IntentAccuracy metric = IntentAccuracy.load(Goldens.golden("models/roberta-tiny"), Device.cpu())) {
            List<String> captions = new ArrayList<>();
            for (JsonNode pair : Goldens.jsonLines("metrics/pairs.jsonl").subList(0, CLASSES.length())) {
                captions.add(pair.get("prediction").textValue());
            }
            List<RewardFunction.Outputs> inputs = new ArrayList<>();
            for (int intent = 0; intent <= 4; intent++) {
                inputs.add(new RewardFunction.Outputs(dialog("Hi . <EOU> How are you ? <EOU>", intent), captions));
            }
            double[][] scores = metric.score(inputs);
            for (int intent = 0; intent <= 4; intent++) {
                int label = intent - 1;
                assertThat(scores[intent])
                        .isEqualTo(CLASSES.chars()
                                .mapToDouble(c -> c - '0' == label ? 1 : 0)
                                .toArray());
            }
            assertThat(Arrays.stream(scores[3]).sum()).isEqualTo(58);
            int live = metric.liveArrays();
            metric.score(inputs);
            assertThat(metric.liveArrays()).isEqualTo(live);
        }
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {"a<EOU>b <EOU>,b ", "a<EOU>b<EOU><EOU>,b", " <EOU>, ", "a,a", "a<EOU>b,b", "<EOU>x<EOU>,x"})
    void lastUtterance(String prompt, String expected) throws IOException {
        assertThat(IntentAccuracy.lastUtterance(dialog(prompt, 1))).isEqualTo(expected);
    }

    @Test
    void samplesThatAreNoDialogAreNamed() throws IOException {
        Sample silent = dialog("<EOU><EOU>", 1);
        assertThatThrownBy(() -> IntentAccuracy.lastUtterance(silent))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("sample 7: its prompt has no utterance");
        try (IntentAccuracy metric = IntentAccuracy.load(Goldens.golden("models/roberta-tiny"), Device.cpu())) {
            Sample other = new Sample("val_1", "a", List.of(), NullNode.getInstance());
            assertThatThrownBy(() -> metric.score(List.of(new RewardFunction.Outputs(other, List.of("b")))))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("daily_dialog");
        }
    }

    private static Sample dialog(String prompt, int intent) {
        ObjectNode metadata = new ObjectMapper().createObjectNode();
        metadata.putArray("intent").add(intent);
        return new Sample("7", prompt, List.of(), metadata);
    }
}
