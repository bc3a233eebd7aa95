package org.rlgrad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rlgrad.Goldens;

/** {@code rlgrad score}, through the command line. */
class ScoreCommandTest {
    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    private static Path run;

    private record Outcome(int status, String out, String err) {}

    /** The built-in example, smaller, with an argument that is not the default and a metric given twice. */
    @BeforeAll
    static void extract() {
        Outcome outcome =
                run("extract-samples --config configs/smoke/extract_samples.yml --device cpu -q --output-path " + shared
                        + " --set datapool.num_train_samples=24 --set evaluation.metrics.2={id:\u00a0sacre_bleu}"
                        + " --set evaluation.metrics.3={id:\u00a0sacre_bleu,args:\u00a0{tokenize:\u00a0intl}}");
        assertThat(outcome.status()).as(outcome.err()).isZero();
        run = shared.resolve("extract_samples");
    }

    @Test
    void aRunFolderGivesItsTableByteForByte() throws IOException {
        String table = Files.readString(run.resolve("reward_stats.csv"));
        assertThat(table).contains("lexical/rouge_l_max", "lexical/meteor", "lexical/sacrebleu_2");
        Path file = folder.resolve("all.csv");
        assertThat(run("score --samples " + run + " --output " + file).status()).isZero();
        assertThat(Files.readString(file)).isEqualTo(table);
        assertThat(run("score -q --samples " + run + " --metric rouge_l_max,meteor")
                        .out())
                .isEqualTo(lines(table, "train_index|.*,lexical/(rouge_l_max|meteor),.*"));
    }

    /** What extraction says that references earn, without asking anything that extraction uses for it. */
    @Test
    void referencesEarnWhatTheyEarnAsPredictions() throws IOException {
        StringBuilder pairs = new StringBuilder();
        List<String> expected = new ArrayList<>(List.of("line,lexical/meteor"));
        ObjectMapper json = new ObjectMapper();
        for (String line : Files.readAllLines(run.resolve("samples.jsonl"))) {
            JsonNode input = json.readTree(line);
            JsonNode earned = input.at("/reference_rewards/lexical~1meteor");
            assertThat(earned).hasSameSizeAs(input.get("references")).hasSize(1);
            ObjectNode pair = json.createObjectNode();
            pair.set("prediction", input.at("/references/0"));
            pair.set("references", input.get("references"));
            pairs.append(pair).append('\n');
            expected.add(expected.size() + "," + earned.get(0).asText());
        }
        assertThat(expected).hasSize(25);
        assertThat(run("score -q --metric meteor --pairs " + write("pairs", pairs.toString()))
                        .out()
                        .lines())
                .containsExactlyElementsOf(expected);
    }

    @Test
    void runsOfOlderVersionsAreScoredPrintedAndPlotted() throws IOException {
        Path old = Files.createDirectory(folder.resolve("extract_samples"));
        for (String name : List.of("config.resolved.yaml", "provenance.json", "reward_stats.csv", "DONE")) {
            Files.copy(run.resolve(name), old.resolve(name));
        }
        String samples = Files.readString(run.resolve("samples.jsonl"));
        Files.writeString(old.resolve("samples.jsonl"), samples.replaceAll(",\"reference_rewards\":\\{[^}]*}", ""));
        assertThat(run("score -q --samples " + old).out()).isEqualTo(Files.readString(run.resolve("reward_stats.csv")));
        assertThat(run("plot " + old).status()).isZero();
        assertThat(run("extract-samples --config " + old.resolve("config.resolved.yaml")
                                + " --experiment-name extract_samples --device cpu -q --resume --output-path " + folder)
                        .out())
                .contains("At risk: ", "24 inputs have no reference that was scored");
    }

    @Test
    void anotherFidelityAndAnotherMetric() throws IOException {
        String table = Files.readString(run.resolve("reward_stats.csv"));
        assertThat(run("score -q --samples " + run + " --fidelity corrected").out())
                .hasLineCount((int) table.lines().count())
                .isNotEqualTo(table);
        assertThat(run("score -q --samples " + run + " --metric rouge").out())
                .hasLineCount(1 + 4 * 24)
                .contains(",lexical/rouge_rougeLsum,10,");
    }

    @Test
    void samplesFromStandardInput() throws IOException {
        String table = Files.readString(run.resolve("reward_stats.csv"));
        Outcome outcome = withInput(
                Files.readString(run.resolve("samples.jsonl")), () -> run("score -q --samples - --metric meteor"));
        assertThat(outcome.out()).isEqualTo(lines(table, "train_index|.*,lexical/meteor,.*"));
    }

    @Test
    void plainLinesWithOneOrSeveralReferences() throws IOException {
        Path predictions = write("p", "The cat sat on the mat.\r\na dog\n\n");
        Path references = write("r", "The cat is on the mat.\tThe cat sat on the mat.\na dog\nx\n");
        Outcome outcome = run("score --metric chrf,ter --predictions " + predictions + " --references " + references);
        assertThat(outcome.status()).isZero();
        assertThat(outcome.out()).isEqualTo("line,lexical/chrf,lexical/ter\n1,1.0,0.0\n2,1.0,0.0\n3,0.0,1.0\n");
        Path first = write("r1", "The cat is on the mat.\na dog\nx\n");
        Path second = write("r2", "The cat sat on the mat.\na dog\nx\n");
        assertThat(run("score -q --metric chrf --predictions " + predictions + " --references " + first
                                + " --references " + second)
                        .out())
                .isEqualTo("line,lexical/chrf\n1,1.0\n2,1.0\n3,0.0\n");
    }

    @Test
    void pairsThroughAPipe() throws IOException {
        String pairs =
                """
                {"prediction": "a dog runs", "references": ["a dog runs", "x"], "prompt": "generate a sentence with: cat hat."}

                {"prediction": "I generate it", "references": "y", "prompt": "generate a sentence with: it."}
                """;
        Outcome outcome = withInput(
                pairs, () -> run("score --pairs - --fidelity corrected --metric meteor_common_gen_repeat_penalty"));
        assertThat(outcome.out().lines().skip(1)).containsExactly("1,0.9814814814814815", "2,-1.0");
        assertThat(withInput(pairs, () -> run("score --pairs - --metric bleu --corpus"))
                        .out())
                .isEqualTo("metric,n,value\nlexical/bleu,2,0.0\n");
        assertThat(withInput(pairs, () -> run("score --pairs - --metric diversity"))
                        .out())
                .startsWith("metric,n,value\ndiversity_metrics/msttr-100,2,NaN\n")
                .contains("\ndiversity_metrics/total_length,2,6.0\n");
    }

    @Test
    void metricsThatRunAModel() throws IOException {
        Path gpt2 = Goldens.golden("models/gpt2-tiny");
        Path roberta = Goldens.golden("models/roberta-tiny");
        Path pairs = write(
                "pairs.jsonl",
                "{\"prediction\": \"A dog.\", \"references\": [\"A man with a dog runs.\"], \"prompt\": \"Hi<EOU>\","
                        + " \"metadata\": {\"intent\": [1]}}\n");
        assertThat(run("score -q --device cpu --metric causal_perplexity --arg stride=64 --model " + gpt2 + " --pairs "
                                + pairs)
                        .out())
                .matches("metric,n,value\nfluency_metrics/perplexity,1,[0-9.]+\n");
        assertThat(run("score -q --device cpu --metric intent_accuracy --model " + roberta + " --pairs " + pairs)
                        .out())
                .matches("line,intent/accuracy\n1,[01]\\.0\n");
        assertThat(run("score --device cpu --metric bert_score --arg language=en --model " + roberta + " --pairs "
                                + pairs)
                        .err())
                .contains("has 2 layers, but layer 17 is asked for");
        assertThat(run("score --metric causal_perplexity --pairs " + pairs).err())
                .contains("causal_perplexity: name the policy");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            --metric bleu --predictions P --references TWO | 65 | P differ in their number of lines: 2 and 1
            --metric bleu --predictions EMPTY --references P | 65 | EMPTY: is empty; there is nothing to score
            --metric bleu --pairs EMPTY         | 65 | EMPTY: is empty; there is nothing to score
            --metric bleu --samples EMPTY       | 65 | EMPTY: holds no samples; there is nothing to score
            --metric bleu --pairs P             | 65 | P:1: not valid JSON
            --metric bleu --pairs LIST          | 65 | LIST:1: a JSON object is needed on each line
            --metric bleu --pairs NOTEXT        | 65 | NOTEXT:1: no column "prediction"
            --metric bleu --pairs NOREF         | 65 | bleu: a sample has no references
            --metric parent_totto --pairs NOREF | 65 | a sample's raw_table has no
            --metric parent_totto --samples EMPTY2 | 64 | parent_totto needs the dataset's metadata
            --metric bleu --predictions ABSENT --references P | 66 | ABSENT: no such file
            --metric bleu --samples ABSENT      | 66 | ABSENT: no such file or folder
            --metric bleu --predictions P       | 64 | bleu compares with references: --references FILE
            --predictions P --references P      | 64 | name a metric
            --metric bleu                       | 64 | Missing required argument
            --metric bleau --pairs P            | 64 | unknown metric 'bleau'; did you mean bleu?
            --metric bleurt --pairs P           | 64 | bleurt is not supported, because
            --metric intent_accuracy --model no/model --pairs NOREF | 66 | in 'rlgrad score': --model FOLDER
            """)
    void brokenInputIsNamed(String arguments, int status, String message) throws IOException {
        write("P", "one line\n");
        write("TWO", "a\nb\n");
        write("EMPTY", "");
        write("LIST", "[]\n");
        write("NOTEXT", "{\"references\": [\"a\"]}\n");
        write("NOREF", "{\"prediction\": \"a\"}\n");
        Files.copy(run.resolve("samples.jsonl"), folder.resolve("EMPTY2"));
        String line = arguments.replaceAll("\\b([A-Z][A-Z0-9]*)\\b", folder + "/$1");
        Outcome outcome = run("score " + line);
        assertThat(outcome.err()).contains(message.replaceFirst("^([A-Z]+[:1-9]*) ", ""));
        assertThat(outcome.status()).isEqualTo(status);
        assertThat(outcome.out()).isEmpty();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static String lines(String table, String pattern) {
        return String.join(
                "",
                table.lines()
                        .filter(line -> line.matches(pattern) || line.startsWith("train_index"))
                        .map(line -> line + "\n")
                        .toList());
    }

    private interface Command {
        Outcome run();
    }

    private static Outcome withInput(String text, Command command) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        try {
            return command.run();
        } finally {
            System.setIn(before);
        }
    }

    /** Parted at blanks; a no-break space stands for one inside an argument. */
    private static Outcome run(String line) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream output = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream before = System.out;
        System.setOut(output); // as Main.main does
        try {
            String[] arguments = List.of(line.split(" ")).stream()
                    .map(argument -> argument.replace('\u00a0', ' '))
                    .toArray(String[]::new);
            int status = Main.run(output, new PrintStream(err, true, StandardCharsets.UTF_8), arguments);
            return new Outcome(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
    }
}
