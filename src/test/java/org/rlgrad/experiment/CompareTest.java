package org.rlgrad.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.report.RewardStatistics;
import org.rlgrad.study.ExtractionFolders;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class CompareTest {
    @TempDir
    Path base;

    private Path before;
    private Path ppo;
    private Path sft;
    private Path output;

    @BeforeEach
    void twoFinetunings() throws IOException {
        ExtractionFolders runs = new ExtractionFolders(base);
        Path pretrained = runs.model("t5", "pretrained");
        before = runs.extraction("before", pretrained, ExtractionFolders.random(40, 0));
        ppo = runs.extraction("ppo", runs.trained("p", "ppo", pretrained, "p"), ExtractionFolders.random(40, 0.8));
        sft = runs.extraction("sft", runs.trained("s", "sft", pretrained, "s"), ExtractionFolders.random(40, -0.3));
        output = base.resolve("out");
    }

    private String compare(Optional<String> metric, long seed, boolean overwrite, Path... afters) {
        PrintStream stdout = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            Compare.run(before, List.of(afters), metric, Optional.of(output), seed, overwrite);
        } finally {
            System.setOut(stdout);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> entries = Files.list(output)) {
            for (Path file : entries.toList()) {
                files.put(file.getFileName().toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return files;
    }

    private List<NamedCsvRecord> rows(String name) throws IOException {
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(output.resolve(name))) {
            return csv.stream().toList();
        }
    }

    @Test
    void theForecastIsScoredWhereTheSamplesAreThere() throws IOException {
        List<RewardStatistics> rows = ExtractionFolders.random(40, 0);
        ExtractionFolders.samples(before, rows);
        List<RewardStatistics> rouge = rows.stream()
                .filter(row -> row.metric().equals(ExtractionFolders.ROUGE))
                .toList();
        double best = rouge.stream()
                .mapToDouble(row -> row.mean() + row.stdPopulation())
                .max()
                .orElseThrow();
        double low = rouge.stream()
                .mapToDouble(row -> row.mean() - row.stdPopulation())
                .min()
                .orElseThrow();
        assertThat(low).isNegative();
        // of two samples the deviation with n - 1 is the root of 2 times the one with n
        double small = 0.05 * (1 - low) / Math.sqrt(2);
        long atRisk = rouge.stream()
                .filter(row -> row.stdPopulation() <= small && row.mean() - low < (best - low) / 2)
                .count();
        assertThat(atRisk).isPositive();
        assertThat(compare(Optional.empty(), 0, false, ppo)).contains("forecast of inputs at risk");
        NamedCsvRecord row = rows("comparison.csv").get(0);
        assertThat(row.getField("forecast_at_risk")).isEqualTo(Long.toString(atRisk));
        assertThat(row.getField("forecast_precision")).isEqualTo("1.0");
        assertThat(files().get("comparison.md")).contains("by chance");
    }

    @Test
    void samplesOfOtherInputsAreRefused() throws IOException {
        ExtractionFolders.samples(before, ExtractionFolders.random(39, 0));
        assertThatThrownBy(() -> compare(Optional.empty(), 0, false, ppo))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.BAD_DATA))
                .hasMessageContaining("samples.jsonl: its 39 inputs are not those of reward_stats.csv");
    }

    @Test
    void printsTheFolderAndARowPerFinetuning() {
        List<String> lines =
                compare(Optional.empty(), 0, false, sft, ppo).lines().toList();
        assertThat(lines.get(0)).isEqualTo(output.toAbsolutePath().toString());
        assertThat(lines.get(1)).startsWith("lexical/rouge_l_max, before: before (pretrained)");
        assertThat(lines.get(2)).matches("after  inputs  r +rho +r abs +rho abs +change, std <= 0.05 +change, others");
        assertThat(lines.get(3)).matches("SFT    40      -0\\.\\d{3} \\[-0.*");
        assertThat(lines.get(4)).matches("PPO    40      0\\.\\d{3} \\[0.*\\+0\\.\\d{3}");
        assertThat(lines).hasSize(5);
        int column = lines.get(2).indexOf("rho abs");
        assertThat(lines.subList(3, 5)).allMatch(line -> line.charAt(column - 1) == ' ' && line.charAt(column) != ' ');
    }

    @Test
    void theTablesHoldEveryNumber() throws IOException {
        compare(Optional.empty(), 0, false, sft, ppo);
        List<NamedCsvRecord> changes = rows("changes.csv");
        assertThat(changes).hasSize(2 * 2 * 40);
        NamedCsvRecord first = changes.get(0);
        RewardStatistics initial = ExtractionFolders.random(40, 0).get(0);
        assertThat(first.getField("run")).isEqualTo("sft");
        assertThat(first.getField("train_index")).isEqualTo("100");
        assertThat(Double.parseDouble(first.getField("std_before"))).isEqualTo(initial.std());
        assertThat(Double.parseDouble(first.getField("mean_after")) - initial.mean())
                .isEqualTo(Double.parseDouble(first.getField("change")));

        List<NamedCsvRecord> numbers = rows("comparison.csv");
        assertThat(numbers).extracting(row -> row.getField("run")).containsExactly("sft", "ppo", "sft", "ppo");
        JsonNode json =
                new ObjectMapper().readTree(output.resolve("comparison.json").toFile());
        assertThat(json.get("bootstrap_resamples").intValue()).isEqualTo(10_000);
        for (int i = 0; i < numbers.size(); i++) {
            JsonNode node = json.get("comparisons").get(i);
            numbers.get(i).getFieldsAsMap().forEach((name, value) -> assertThat(
                            node.get(name).isNull() ? "" : node.get(name).asText())
                    .as(name)
                    .isEqualTo(value));
        }
        assertThat(Files.readString(output.resolve("comparison.md")))
                .contains("## lexical/rouge_l_max\n", "## lexical/meteor\n", "| PPO | 40 | 0.", "| SFT | 40 | -0.")
                .contains("| before (pretrained) | 0.000 |", "seed 0).\n")
                .contains("before: has no samples.jsonl")
                .doesNotContain("NaN");
    }

    @Test
    void theSameRunsAndSeedGiveTheSameBytes() throws IOException {
        compare(Optional.empty(), 0, false, ppo);
        Map<String, String> first = files();
        assertThat(first)
                .containsOnlyKeys(
                        "change_by_std.png",
                        "change_by_std.svg",
                        "changes.csv",
                        "comparison.csv",
                        "comparison.json",
                        "comparison.md");
        compare(Optional.empty(), 0, false, ppo);
        assertThat(files()).isEqualTo(first);
        compare(Optional.empty(), 1, false, ppo);
        assertThat(files().get("comparison.csv")).isNotEqualTo(first.get("comparison.csv"));
        assertThat(files().get("changes.csv")).isEqualTo(first.get("changes.csv"));
    }

    @Test
    void theFigureHasAPanelPerFinetuning() throws Exception {
        compare(Optional.of(ExtractionFolders.METEOR), 0, false, sft, ppo);
        String svg = Files.readString(output.resolve("change_by_std.svg"));
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(output.resolve("change_by_std.svg").toFile());
        NodeList texts = document.getElementsByTagName("text");
        List<String> words = Stream.iterate(0, i -> i < texts.getLength(), i -> i + 1)
                .map(i -> texts.item(i).getTextContent())
                .toList();
        assertThat(words)
                .contains("Change of lexical/meteor by initial reward std", "SFT", "PPO")
                .contains("reward standard deviation before", "change of mean reward", "an input")
                .anyMatch(text -> text.matches("std ≤ 0\\.05: \\d+ of 40 inputs"))
                .anyMatch(text -> text.matches("r = 0\\.\\d+ \\[.*\\], ρ = 0\\.\\d+ \\[.*\\]"));
        // A disc per input and panel, and one in the key.
        assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(2 * 40 + 1);
        assertThat(svg).doesNotContain("NaN");
    }

    @Test
    void whatIsNoComparisonsIsNotTouched() throws IOException {
        Files.createDirectories(output);
        Path notes = Files.writeString(output.resolve("notes.txt"), "mine");
        refused("holds notes.txt, which is no comparison's", ExitCode.USAGE);
        compare(Optional.empty(), 0, true, ppo);
        assertThat(notes).hasContent("mine");
        assertThat(output.resolve("comparison.json")).exists();
        output = notes;
        refused("notes.txt: is a file; name a folder", ExitCode.CANNOT_WRITE);
        output = ppo;
        assertThatThrownBy(() -> compare(Optional.empty(), 0, true, sft))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("is the folder of a run");
    }

    @Test
    void anUnknownMetricNamesTheKnownOnes() {
        assertThatThrownBy(() -> compare(Optional.of("lexical/chrf"), 0, false, ppo))
                .isInstanceOf(Failure.class)
                .hasMessage("--metric lexical/chrf: the runs have lexical/rouge_l_max, lexical/meteor in common");
        assertThat(output).doesNotExist();
    }

    private void refused(String problem, ExitCode exitCode) {
        assertThatThrownBy(() -> compare(Optional.empty(), 0, false, ppo))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(problem)
                .extracting(e -> ((Failure) e).exitCode())
                .isEqualTo(exitCode);
    }
}
