package org.rlgrad.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.report.GradientNorm;
import org.rlgrad.report.GradientNormsFile;
import org.rlgrad.report.SampleRecord;
import org.rlgrad.report.SamplesFile;
import org.rlgrad.study.GradientNormsRun;
import org.rlgrad.study.Study;
import org.rlgrad.study.SyntheticRuns;

class StudyDocumentTest {
    /** At risk, at risk, varied, varied, mastered. */
    private static final double[][] BEFORE = {{0.1, 0}, {0.1, 0.02}, {0.3, 0.2}, {0.5, 0.3}, {1, 0}};

    private static final double[][] ONLY_VARIED_MOVED = {{0.1, 0}, {0.12, 0.02}, {0.8, 0.1}, {0.9, 0.1}, {1, 0}};
    private static final double[][] ALL_MOVED = {{0.9, 0}, {0.9, 0.02}, {0.8, 0.1}, {0.9, 0.1}, {1, 0}};

    @TempDir
    Path base;

    private final List<String> warnings = new ArrayList<>();
    private SyntheticRuns runs;
    private Path pretrained;

    private void begin() {
        runs = new SyntheticRuns(base);
        pretrained = runs.pretrained("t5-base");
    }

    private static Path model(Path run) {
        return SyntheticRuns.modelOf(run);
    }

    /** All that the findings need; RFT does to inputs what is given, supervision moves them all. */
    private Path study(double[][] afterRft, double reward, double rewardOfLittle) {
        begin();
        Path before = runs.extraction("before", pretrained, BEFORE);
        Path rft = runs.ppo("rft", pretrained, 0.3, reward);
        Path fast = runs.ppo("fast", pretrained, 0.3, reward + 0.01, "alg.args.learning_rate=0.0001");
        Path sft = runs.sft("sft", pretrained, 100, 0.85);
        Path few = runs.sft(
                "few", pretrained, 40, 0.6, "datapool.frac_train_samples=0.01", "alg.training_args.max_steps=40");
        Path fewThenRft = runs.ppo("few_rft", model(few), 0.6, rewardOfLittle);
        Path full = runs.ppo("sft_rft", model(sft), 0.85, 0.9);
        runs.extraction("after_rft", model(rft), afterRft);
        runs.extraction("after_fast", model(fast), afterRft);
        runs.extraction("after_sft", model(sft), ALL_MOVED);
        runs.extraction("after_few", model(fewThenRft), ALL_MOVED);
        runs.extraction("after_full", model(full), ALL_MOVED);
        return before;
    }

    private String page() {
        return StudyDocument.html(
                Optional.of("A <b>title</b>"),
                Study.of(List.of(base), warnings::add),
                GradientNormsRun.in(List.of(base)),
                base,
                warnings::add);
    }

    private static List<String> verdicts(String page) {
        return Pattern.compile("<strong class=\"[a-z_]+\">([a-z ]+)</strong>")
                .matcher(page)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @Test
    void aStudyAsInThePaperShowsAllThreeFindings() {
        study(ONLY_VARIED_MOVED, 0.5, 0.88);

        assertThat(verdicts(page())).containsExactly("yes", "yes", "yes");
    }

    @Test
    void aStudyInWhichReinforcementDoesAllShowsThemNot() {
        study(ALL_MOVED, 0.9, 0.2);

        String page = page();

        // RFT and SFT move the inputs at risk alike, no supervision is better than RFT, and little of it is worse.
        assertThat(verdicts(page)).containsExactly("no", "no", "no");
        assertThat(page)
                .contains("which is no less")
                .contains("Under RFT inputs of large initial std did not clearly gain more");
    }

    @Test
    void sameRunsGiveTheSamePageThatLoadsNothing() {
        study(ONLY_VARIED_MOVED, 0.5, 0.88);

        String page = page();

        assertThat(page).isEqualTo(page());
        assertThat(page).contains("<html lang=\"en\">").contains("<title>A &lt;b&gt;title&lt;/b&gt;</title>");
        assertThat(page)
                .doesNotContain("http")
                .doesNotContain("<script")
                .doesNotContain("<link")
                .doesNotContain("url(");
        assertThat(page).doesNotContain(base.toString());
        assertThat(Pattern.compile("<img src=\"data:image/svg\\+xml;base64,[^\"]+\" alt=\"[^\"]{20,}\">")
                        .matcher(page)
                        .results())
                .hasSize(4);
        assertThat(Pattern.compile("<img").matcher(page).results()).hasSize(4);
        assertThat(page).contains("<li>after_rft</li>");
        assertThat(page).contains("<th scope=\"row\">PPO (default)</th>");
    }

    @Test
    void missingRunsAreNamed() {
        begin();
        runs.ppo("rft", pretrained, 0.3, 0.5);

        String page = page();

        assertThat(verdicts(page)).containsExactly("not run", "not run", "not run");
        assertThat(page)
                .contains("It needs an extraction (rlgrad extract-samples) from the pretrained model.")
                .contains("It needs trainings by rewards that start from supervised ones")
                .contains("It needs a run of rlgrad gradient-norms on this data and model.")
                .contains("No variant of the usual RFT was run");
    }

    @Test
    void gradientNormsOfTheSameModelHaveTheirSection() throws IOException {
        study(ONLY_VARIED_MOVED, 0.5, 0.88);
        Path run = runs.extraction("norms", pretrained, BEFORE);
        Files.delete(run.resolve("reward_stats.csv"));
        try (GradientNormsFile file = GradientNormsFile.open(run.resolve(GradientNormsFile.NAME))) {
            for (int i = 0; i < BEFORE.length; i++) {
                double std = BEFORE[i][1];
                file.append(new GradientNorm(
                        i, SyntheticRuns.METRIC, 8, BEFORE[i][0], std, 4 * std * std, 0.0001, 2 * std, 5, 20, 1, 3));
            }
        }

        assertThat(page())
                .contains("Over 5 inputs the larger an input’s reward std, the larger its gradient: Spearman 1.00")
                .contains("the bound of theorem 1 holds for 5 of 5 inputs")
                .contains("<li>norms</li>");
    }

    @Test
    void textsOfModelsAreShownAsTheyAreAndDoNothing() throws IOException {
        Path before = study(ONLY_VARIED_MOVED, 0.5, 0.88);
        List<SampleRecord> records = new ArrayList<>();
        for (int i = 0; i < BEFORE.length; i++) {
            double mean = BEFORE[i][0];
            double std = BEFORE[i][1];
            records.add(new SampleRecord(
                    i,
                    i,
                    "id",
                    "<script>alert(" + i + ")</script>",
                    List.of("</td></table>"),
                    List.of("<img src=x onerror=y>", "second"),
                    List.of(new int[] {1}, new int[] {2}),
                    new LinkedHashMap<>(Map.of(SyntheticRuns.METRIC, new double[] {mean - std, mean + std})),
                    new LinkedHashMap<>(Map.of(SyntheticRuns.METRIC, new double[] {1}))));
        }
        SamplesFile.write(before.resolve(SamplesFile.NAME), records);

        String page = page();

        assertThat(page).doesNotContain("<script").doesNotContain("src=x onerror=y>");
        assertThat(page).contains("&lt;script&gt;alert(0)&lt;/script&gt;").contains("&lt;img src=x onerror=y&gt;");
        assertThat(page).contains("At risk, with the most to gain");
        assertThat(page).contains("of the inputs at risk are stuck, more than the");
    }
}
