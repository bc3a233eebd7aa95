package org.rlgrad.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rlgrad.Goldens;
import org.rlgrad.config.Fidelity;
import org.rlgrad.metric.RandomTexts;

/** 10,000 pairs of texts of any characters, lone surrogates among them, the whole way of {@code rlgrad score}: numbers in range. */
class ScoreRandomTextsTest {
    private static final int PAIRS = 10_000;
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final Set<String> NO_MEANS = Set.of("bleu", "sacre_bleu", "chrf", "ter", "parent_totto");

    @TempDir
    private static Path folder;

    @BeforeAll
    static void write() throws IOException {
        List<String> texts = RandomTexts.of(PAIRS, 21);
        List<String> others = RandomTexts.of(PAIRS, 22);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            String other = others.get(i);
            ObjectNode pair = JSON.createObjectNode();
            pair.put("prediction", texts.get(i));
            pair.putArray("references").add(other).add(texts.get((i + 1) % PAIRS));
            pair.put("prompt", "generate a sentence with: " + other + ".<EOU>");
            ObjectNode metadata = pair.putObject("metadata");
            metadata.putArray("intent").add(1 + i % 4);
            metadata.set("raw_table", table(texts.get(i), other));
            lines.add(JSON.writeValueAsString(pair));
        }
        Files.write(folder.resolve("pairs.jsonl"), lines);
    }

    private static ObjectNode table(String text, String other) {
        ObjectNode table = JSON.createObjectNode();
        table.put("table_page_title", "t" + other); // a table of nothing is refused
        table.put("table_section_title", text);
        table.put("table_section_text", "");
        table.put("overlap_subset", other.length() % 2 == 0);
        ArrayNode row = table.putArray("table").addArray();
        row.addObject().put("value", text).put("is_header", true).put("column_span", 1);
        row.addObject().put("value", other).put("is_header", false).put("column_span", 1);
        table.putArray("highlighted_cells").addArray().add(0).add(1);
        table.putArray("sentence_annotations").addObject().put("final_sentence", other);
        return table;
    }

    @ParameterizedTest
    @CsvSource({
        "meteor, 0, 1",
        "meteor_common_gen_repeat_penalty, -1, 1",
        "rouge, 0, 1",
        "rouge_l_max, 0, 1",
        "bleu, 0, 1",
        "sacre_bleu, 0, 1",
        "chrf, 0, 1",
        "ter, 0, 1e9",
        "cider, 0, 10",
        "parent_totto, 0, 1",
        "bleu_totto, 0, 1",
        "diversity, -30, 1e9", // a conditional entropy can be negative
    })
    void withoutAModel(String id, double least, double most) throws IOException {
        check(id, Optional.empty(), List.of(), least, most);
    }

    @ParameterizedTest
    @CsvSource({
        "intent_accuracy, roberta-tiny, 0, 1",
        "learned_reward, distilbert-tiny, 0, 1",
        "causal_perplexity, gpt2-tiny, 1, 1e9",
    })
    void withAModel(String id, String model, double least, double most) throws IOException {
        List<String> arguments =
                switch (id) {
                    case "learned_reward" -> List.of("label_ix=1", "batch_size=100");
                    case "causal_perplexity" -> List.of("stride=128");
                    default -> List.of();
                };
        check(id, Optional.of(Goldens.golden("models/" + model).toString()), arguments, least, most);
    }

    /** Each by itself, with the reference's oddities; where their value together is no mean, that too, without them. */
    private static void check(String id, Optional<String> model, List<String> arguments, double least, double most)
            throws IOException {
        boolean[] modes = NO_MEANS.contains(id) ? new boolean[] {false, true} : new boolean[] {false};
        for (boolean corpus : modes) {
            Path table = folder.resolve("table.csv");
            Fidelity fidelity = corpus ? Fidelity.CORRECTED : Fidelity.REFERENCE;
            Score.pairs(
                    folder.resolve("pairs.jsonl"),
                    new ScoreOptions(
                            List.of(id), arguments, model, Optional.of(fidelity), "cpu", Optional.of(table), corpus));
            List<String> lines = Files.readAllLines(table);
            boolean whole = lines.get(0).startsWith("metric,");
            assertThat(lines.size()).as(id).matches(size -> whole ? size > 1 : size == 1 + PAIRS);
            assertThat(whole || !corpus).isTrue();
            for (String line : lines.subList(1, lines.size())) {
                String[] cells = line.split(",", -1);
                for (int i = whole ? 2 : 1; i < cells.length; i++) {
                    double value = Double.parseDouble(cells[i]);
                    boolean none = Double.isNaN(value) && id.equals("bleu") && !corpus; // a text without a word
                    assertThat(none || (value >= least - 1e-9 && value <= most + 1e-9))
                            .as("%s: %s", id, line)
                            .isTrue();
                }
            }
        }
    }
}
