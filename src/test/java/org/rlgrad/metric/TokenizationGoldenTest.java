package org.rlgrad.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rlgrad.Goldens;
import org.rlgrad.PythonText;
import org.rlgrad.config.MetricConfig;

/** Tokens of 324 texts as NLTK, sacreBLEU and py-rouge see them. */
class TokenizationGoldenTest {
    private static final MetricConfig.RougeLMax ROUGE =
            new MetricConfig.RougeLMax(true, 100, MetricConfig.RougeLMax.LimitType.WORDS, 0.5, 1.2, true);

    @Test
    void sentences() throws IOException {
        for (JsonNode record : records()) {
            assertThat(Sentences.split(text(record)))
                    .as(text(record))
                    .isEqualTo(Goldens.strings(record.get("sent_tokenize")));
        }
    }

    @Test
    void words() throws IOException {
        for (JsonNode record : records()) {
            assertThat(NltkWordTokenizer.tokenize(text(record)))
                    .as(text(record))
                    .isEqualTo(Goldens.strings(record.get("word_tokenize")));
        }
    }

    @Test
    void sacreBleu() throws IOException {
        for (JsonNode record : records()) {
            assertThat(SacreBleuTokenizer.V13A.tokenize(text(record)))
                    .as(text(record))
                    .isEqualTo(PythonText.split(record.get("sacrebleu_13a").textValue()));
            assertThat(SacreBleuTokenizer.INTL.tokenize(text(record)))
                    .as(text(record))
                    .isEqualTo(PythonText.split(record.get("sacrebleu_intl").textValue()));
        }
    }

    @Test
    void pyRouge() throws IOException {
        for (JsonNode record : records()) {
            List<String> sentences = PyRougeText.sentences(text(record), ROUGE).stream()
                    .map(words -> String.join(" ", words))
                    .toList();
            assertThat(sentences)
                    .as(text(record))
                    .isEqualTo(Goldens.strings(record.get("py_rouge_preprocessed_sentences")));
        }
    }

    private static List<JsonNode> records() throws IOException {
        List<JsonNode> records = Goldens.jsonLines("metrics/tokenizations.jsonl");
        assertThat(records).hasSize(324);
        return records;
    }

    private static String text(JsonNode record) {
        return record.get("text").textValue();
    }
}
