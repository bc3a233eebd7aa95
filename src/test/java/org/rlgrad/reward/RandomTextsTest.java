package org.rlgrad.reward;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rlgrad.Goldens;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.MetricConfig;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.data.Sample;
import org.rlgrad.metric.RandomTexts;
import org.rlgrad.model.Gpt2;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.tokenizer.Tokenizer;

/** 10,000 texts of any characters through each metric of this package: no exception, and values in their range. */
class RandomTextsTest {
    private static final List<String> TEXTS = RandomTexts.of(10_000, 4);

    @Test
    void bertScore() {
        try (BertScore metric = BertScore.load(Goldens.golden("models/bert-tiny"), 1, Device.cpu())) {
            check(metric, -1, 1 + 1e-6);
        }
    }

    @Test
    void intentAccuracy() {
        try (IntentAccuracy metric = IntentAccuracy.load(Goldens.golden("models/roberta-tiny"), Device.cpu())) {
            check(metric, 0, 1);
        }
    }

    @Test
    void repeatPenalty() {
        check(
                RepeatPenalty.overMeteor(
                        RewardFunction.of(new MetricConfig.Meteor(), Fidelity.REFERENCE, Device.cpu())),
                -1,
                1);
    }

    @Test
    void perplexity() {
        try (Gpt2 model =
                        (Gpt2) LanguageModel.load(Goldens.golden("models/gpt2-tiny"), ModelType.CAUSAL, Device.cpu());
                Tokenizer tokenizer = Tokenizer.load(Goldens.golden("models/gpt2-tiny"))) {
            double perplexity = CausalPerplexity.of(model, tokenizer, TEXTS, 128, Fidelity.REFERENCE);
            assertThat(perplexity).isGreaterThan(1).isFinite();
        }
    }

    private static void check(RewardFunction metric, double least, double most) {
        ObjectNode metadata = new ObjectMapper().createObjectNode();
        metadata.putArray("intent").add(2);
        Sample sample = new Sample("val_0", "generate a sentence with: dog run.", TEXTS.subList(0, 1), metadata);
        double[] scores = metric.score(List.of(new RewardFunction.Outputs(sample, TEXTS)))[0];
        assertThat(scores).hasSize(TEXTS.size());
        assertThat(Arrays.stream(scores).min().orElseThrow()).isGreaterThanOrEqualTo(least);
        assertThat(Arrays.stream(scores).max().orElseThrow()).isLessThanOrEqualTo(most);
    }
}
