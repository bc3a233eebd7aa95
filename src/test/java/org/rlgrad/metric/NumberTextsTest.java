package org.rlgrad.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.rlgrad.Goldens;
import org.rlgrad.config.Fidelity;

/** ROUGE, BLEU, chrF and TER of texts made of numbers (rotated, reversed, of many lines, long) against the Python libraries. */
class NumberTextsTest {
    private static final Offset<Double> TOLERANCE = within(1e-9);

    private interface Check {
        void check(JsonNode record, String prediction, List<String> references);
    }

    @Test
    void rouge() throws IOException {
        Rouge rouge = new Rouge(true, true, Fidelity.REFERENCE);
        forEach((record, prediction, references) -> {
            Rouge.Scores scores = rouge.score(prediction, rouge.prepare(references));
            checkRouge(record, "rouge1", scores.rouge1());
            checkRouge(record, "rouge2", scores.rouge2());
            checkRouge(record, "rougeL", scores.rougeL());
            checkRouge(record, "rougeLsum", scores.rougeLsum());
        });
    }

    private static void checkRouge(JsonNode record, String kind, Rouge.Score score) {
        JsonNode expected = record.get("rouge").get(kind);
        assertThat(score.precision()).isCloseTo(expected.get(0).doubleValue(), TOLERANCE);
        assertThat(score.recall()).isCloseTo(expected.get(1).doubleValue(), TOLERANCE);
        assertThat(score.f()).isCloseTo(expected.get(2).doubleValue(), TOLERANCE);
    }

    @Test
    void bleu() throws IOException {
        SacreBleu sentence = new SacreBleu(SacreBleuTokenizer.NONE, false, Fidelity.CORRECTED);
        forEach((record, prediction, references) -> {
            JsonNode expected = record.get("bleu");
            Bleu.Prepared prepared = Bleu.prepare(references);
            if (expected.isNull()) {
                assertThat(Bleu.score(prediction, prepared, Fidelity.REFERENCE)).isEmpty();
                assertThat(Bleu.score(prediction, prepared, Fidelity.CORRECTED)).hasValue(0);
            } else {
                for (Fidelity fidelity : Fidelity.values()) {
                    assertThat(Bleu.score(prediction, prepared, fidelity).orElseThrow())
                            .isCloseTo(expected.doubleValue(), TOLERANCE);
                }
            }
            assertThat(100 * sentence.score(prediction, sentence.prepare(references)))
                    .isCloseTo(record.get("sacrebleu").doubleValue(), TOLERANCE);
        });
    }

    @Test
    void chrf() throws IOException {
        Chrf characters = Chrf.ofCharacters();
        Chrf plusPlus = Chrf.plusPlus();
        forEach((record, prediction, references) -> {
            assertThat(100 * characters.score(prediction, characters.prepare(references)))
                    .isCloseTo(record.get("chrf").doubleValue(), TOLERANCE);
            assertThat(100 * plusPlus.score(prediction, plusPlus.prepare(references)))
                    .isCloseTo(record.get("chrf_pp").doubleValue(), TOLERANCE);
        });
    }

    @Test
    void ter() throws IOException {
        Ter ter = new Ter(TercomTokenizer.plain(), Fidelity.REFERENCE);
        forEach((record, prediction, references) -> {
            Ter.Statistics statistics = ter.statistics(prediction, ter.prepare(references));
            assertThat(statistics.edits()).isEqualTo(record.get("ter_edits").longValue());
            assertThat(statistics.referenceLength())
                    .isCloseTo(record.get("ter_ref_length").doubleValue(), TOLERANCE);
        });
    }

    private static void forEach(Check check) throws IOException {
        JsonNode records = new ObjectMapper()
                .readTree(Goldens.shipped("metrics/number_texts.json").toFile());
        assertThat(records).hasSizeGreaterThanOrEqualTo(80);
        for (JsonNode record : records) {
            List<String> references = new ArrayList<>(Goldens.strings(record.get("references")));
            check.check(record, record.get("prediction").textValue(), references);
        }
    }
}
