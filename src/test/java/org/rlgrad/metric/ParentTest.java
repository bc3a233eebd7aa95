package org.rlgrad.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.rlgrad.Failure;
import org.rlgrad.Goldens;
import org.rlgrad.config.Fidelity;

/** PARENT and BLEU of 64 ToTTo predictions against the authors' scripts, from table to score. */
class ParentTest {
    private static final Offset<Double> TOLERANCE = within(1e-9);

    @Test
    void detokenizedLines() throws IOException {
        List<JsonNode> records = records();
        for (JsonNode record : records) {
            TottoLines lines = TottoLines.of(record.get("raw_table"));
            JsonNode expected = record.get("detok");
            assertThat(TottoLines.prediction(record.get("prediction").textValue()))
                    .isEqualTo(expected.get("predictions").textValue());
            List<String> references = lines.references(Fidelity.REFERENCE);
            for (int i = 0; i < 3; i++) {
                assertThat(references.get(i))
                        .isEqualTo(expected.get("references-multi" + i).textValue());
            }
            assertThat(lines.table())
                    .isEqualTo(expected.get("tables_parent_precision_format").textValue());
            assertThat(lines.highlighted())
                    .isEqualTo(expected.get("tables_parent_recall_format").textValue());
        }
    }

    @Test
    void everySampleAndEverySubset() throws IOException {
        List<JsonNode> records = records();
        ParentTotto parent = ParentTotto.of(predictions(records), lines(records), Fidelity.REFERENCE);
        for (int i = 0; i < records.size(); i++) {
            assertThat(parent.samples().get(i).fScore())
                    .as("sample " + i)
                    .isCloseTo(records.get(i).get("f_score_overall").doubleValue(), TOLERANCE);
        }
        JsonNode corpus = Goldens.json("metrics/parent_corpus.json");
        for (TottoSubset subset : TottoSubset.values()) {
            JsonNode expected = corpus.get("parent_" + name(subset));
            Parent.Score mean = parent.subsets().get(subset);
            assertThat(mean.precision()).isCloseTo(expected.get("precision").doubleValue(), TOLERANCE);
            assertThat(mean.recall()).isCloseTo(expected.get("recall").doubleValue(), TOLERANCE);
            assertThat(mean.fScore()).isCloseTo(expected.get("f_score").doubleValue(), TOLERANCE);
            List<Integer> members = subset.members(lines(records)).boxed().toList();
            assertThat(members).hasSize(expected.get("all_f").size());
            for (int i = 0; i < members.size(); i++) {
                assertThat(parent.samples().get(members.get(i)).fScore())
                        .isCloseTo(expected.get("all_f").get(i).doubleValue(), TOLERANCE);
            }
        }
    }

    @Test
    void bleuOfEverySubset() throws IOException {
        List<JsonNode> records = records();
        JsonNode corpus = Goldens.json("metrics/parent_corpus.json");
        // from sacreBLEU itself, called with None in place of each <null> reference
        Map<TottoSubset, Double> withoutPadding = Map.of(
                TottoSubset.OVERALL, 0.5908461313249156,
                TottoSubset.OVERLAP, 0.5429760265844824,
                TottoSubset.NON_OVERLAP, 0.6448937918812028);
        Map<TottoSubset, Double> printed = BleuTotto.of(predictions(records), lines(records), Fidelity.REFERENCE);
        Map<TottoSubset, Double> exact = BleuTotto.of(predictions(records), lines(records), Fidelity.CORRECTED);
        for (TottoSubset subset : TottoSubset.values()) {
            double expected = corpus.get("bleu_" + name(subset)).get("score").doubleValue() / 100;
            assertThat(printed.get(subset)).isCloseTo(expected, TOLERANCE);
            assertThat(exact.get(subset)).isCloseTo(withoutPadding.get(subset), TOLERANCE);
        }
    }

    /** The example of the paper that introduced the metric. */
    @Test
    void bornAndDrummer() throws IOException {
        TottoLines lines =
                TottoLines.of(table("Michael Dahlquist (born December 22, 1965) was a drummer.", "Michael Dahlquist"));
        Parent.Score score = Parent.score(
                "Michael Dahlquist was born on December 22, 1965.", Parent.prepare(lines, Fidelity.REFERENCE));
        assertThat(score.precision()).isCloseTo(0.7111637852, TOLERANCE);
        assertThat(score.recall()).isCloseTo(1, TOLERANCE);
        assertThat(score.fScore()).isCloseTo(0.8312048060, TOLERANCE);
        assertThat(lines.references(Fidelity.CORRECTED)).hasSize(1);
    }

    @Test
    void paddingReferencesCountInTheReferenceOnly() throws IOException {
        TottoLines lines = TottoLines.of(table("Something else altogether.", "Michael Dahlquist"));
        String generation = "Michael Dahlquist December 22, 1965";
        double padded = Parent.score(generation, Parent.prepare(lines, Fidelity.REFERENCE))
                .fScore();
        double real = Parent.score(generation, Parent.prepare(lines, Fidelity.CORRECTED))
                .fScore();
        assertThat(padded).isGreaterThanOrEqualTo(real);
        assertThat(bleu(lines, Fidelity.REFERENCE)).isGreaterThan(bleu(lines, Fidelity.CORRECTED));
    }

    private static double bleu(TottoLines lines, Fidelity fidelity) {
        return BleuTotto.of(List.of("< null > is here"), List.of(lines), fidelity)
                .get(TottoSubset.OVERALL);
    }

    @Test
    void emptySubsetsAndNoSamples() throws IOException {
        List<TottoLines> lines = List.of(TottoLines.of(table("A drummer.", "Michael Dahlquist")));
        ParentTotto parent = ParentTotto.of(List.of("A drummer."), lines, Fidelity.REFERENCE);
        assertThat(parent.subsets().get(TottoSubset.OVERLAP)).isEqualTo(new Parent.Score(0, 0, 0));
        assertThat(parent.subsets().get(TottoSubset.NON_OVERLAP))
                .isEqualTo(parent.samples().get(0));
        assertThat(BleuTotto.of(List.of(), List.of(), Fidelity.REFERENCE).get(TottoSubset.OVERALL))
                .isZero();
    }

    @Test
    void lineBreaksAreBlanks() throws IOException {
        assertThat(TottoLines.prediction(" A\nB\tC ")).isEqualTo("a b c");
        assertThat(TottoLines.prediction(" \n ")).isEqualTo("<null>");
        TottoLines lines = TottoLines.of(table("One\ntwo.", "A\tb | c"));
        assertThat(lines.references()).containsExactly("one two.");
        assertThat(lines.highlighted()).endsWith("\tpage_title|||a b - c");
    }

    @Test
    void aTableWithoutWhatIsNeededIsNamed() throws IOException {
        ObjectMapper json = new ObjectMapper();
        assertThatThrownBy(() -> TottoLines.of(json.readTree("null")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("raw_table")
                .hasMessageContaining("data pool totto");
        assertThatThrownBy(
                        () -> TottoLines.of(
                                json.readTree(
                                        "{\"table_page_title\": \"\", \"table_section_title\": \"\","
                                                + "\"table_section_text\": \"\", \"sentence_annotations\": [{\"final_sentence\": \"x\"}]}")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("neither titles nor highlighted cells");
    }

    private static JsonNode table(String sentence, String title) throws IOException {
        ObjectMapper json = new ObjectMapper();
        return json.readTree("{\"table\": [[{\"value\": \"Name\", \"is_header\": true}, {\"value\": \"Born\","
                + " \"is_header\": true}], [{\"value\": \"Michael Dahlquist\", \"is_header\": false},"
                + " {\"value\": \" December 22, 1965 \", \"is_header\": false}, {\"value\": \" \", \"is_header\": false}]],"
                + " \"table_section_title\": \"\", \"table_section_text\": \"\", \"overlap_subset\": false,"
                + " \"highlighted_cells\": [[1, 0], [1, 1], [1, 2]], \"table_page_title\": "
                + json.writeValueAsString(title) + ", \"sentence_annotations\": [{\"final_sentence\": "
                + json.writeValueAsString(sentence) + "}]}");
    }

    private static String name(TottoSubset subset) {
        return subset.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static List<JsonNode> records() throws IOException {
        List<JsonNode> records = Goldens.jsonLines("metrics/parent.jsonl");
        assertThat(records).hasSize(64);
        return records;
    }

    private static List<String> predictions(List<JsonNode> records) {
        List<String> predictions = new ArrayList<>();
        records.forEach(record -> predictions.add(record.get("prediction").textValue()));
        return predictions;
    }

    private static List<TottoLines> lines(List<JsonNode> records) {
        return records.stream()
                .map(record -> TottoLines.of(record.get("raw_table")))
                .toList();
    }
}
