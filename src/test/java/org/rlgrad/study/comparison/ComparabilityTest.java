package org.rlgrad.study.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.report.RewardStatistics;
import org.rlgrad.report.RunFolder;
import org.rlgrad.study.ExtractionFolders;
import org.rlgrad.study.ExtractionRun;

class ComparabilityTest {
    private static final List<RewardStatistics> ROWS = ExtractionFolders.random(12, 0);

    @TempDir
    Path base;

    private final List<String> warnings = new ArrayList<>();
    private ExtractionFolders runs;
    private Path pretrained;
    private Path before;
    private Path ppo;

    @BeforeEach
    void aModelAndItsSuccessor() throws IOException {
        runs = new ExtractionFolders(base);
        pretrained = runs.model("t5", "pretrained");
        before = runs.extraction("before", pretrained, ROWS);
        ppo = runs.trained("ppo", "ppo", pretrained, "after ppo");
    }

    private ComparedRuns read(Path first, Path... afters) {
        warnings.clear();
        return ComparedRuns.read(first, List.of(afters), warnings::add);
    }

    private void refused(ExitCode exitCode, Path first, Path after, String... parts) {
        assertThatThrownBy(() -> read(first, after))
                .isInstanceOf(Failure.class)
                .hasMessageContainingAll(parts)
                .extracting(e -> ((Failure) e).exitCode())
                .isEqualTo(exitCode);
    }

    private Path after(String... settings) throws IOException {
        return runs.extraction("after", ppo, ROWS, settings);
    }

    @Test
    void aSuccessorIsComparedWhateverItsSeedsPathsAndBatches() throws IOException {
        Path run =
                after("seed=5", "evaluation.eval_batch_size=7", "datapool.path=elsewhere", "tokenizer.model_name=copy");
        ComparedRuns compared = read(before, run);
        assertThat(warnings).isEmpty();
        assertThat(compared.afters()).singleElement().satisfies(after -> {
            assertThat(after.name()).isEqualTo("after");
            assertThat(after.label()).isEqualTo("PPO");
        });
        assertThat(compared.metrics()).containsExactly(ExtractionFolders.ROUGE, ExtractionFolders.METEOR);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            alg.generation_kwargs.top_k=50    | 'top_k: 0', now 'top_k: 50'
            alg.generation_kwargs.temperature=0.7    | 'temperature: 1.0', now 'temperature: 0.7'
            evaluation.num_samples_per_input=20    | 'num_samples_per_input: 10', now 'num_samples_per_input: 20'
            tokenizer.max_length=19    | 'max_length: 20', now 'max_length: 19'
            datapool.split=val    | 'split: train', now 'split: val'
            datapool.args.prefix=make    | now 'prefix: make'
            fidelity=corrected    | 'fidelity: reference', now 'fidelity: corrected'
            'evaluation.metrics=[{id: rouge_l_max, args: {length_limit: 90, length_limit_type: words}}, {id: meteor}]'    | 'length_limit: 100', now 'length_limit: 90'
            """)
    void otherSettingsAreRefused(String setting, String difference) throws IOException {
        refused(ExitCode.BAD_DATA, before, after(setting), "after: cannot be compared with", difference);
        assertThat(ExtractionRun.read(base.resolve("stats/after")).isComparableTo(ExtractionRun.read(before)))
                .as("the same rule, but for metrics")
                .isEqualTo(setting.contains("metrics"));
    }

    @Test
    void otherInputsAreRefused() throws IOException {
        Path fewer = runs.extraction("fewer", ppo, ROWS.subList(0, 22));
        refused(ExitCode.BAD_DATA, before, fewer, "has 11 inputs, not the same 12");
        List<RewardStatistics> swapped = new ArrayList<>(ROWS.subList(2, 4));
        swapped.addAll(ROWS.subList(0, 2));
        swapped.addAll(ROWS.subList(4, ROWS.size()));
        Path other = runs.extraction("other", ppo, swapped);
        refused(ExitCode.BAD_DATA, before, other, "input 1 has train index 101 here and 100 there");
        Path torn = runs.extraction("torn", ppo, ROWS.subList(0, 23));
        refused(ExitCode.BAD_DATA, before, torn, "is damaged", "11 rows of lexical/meteor", "12 rows of lexical/rouge");
        refused(ExitCode.BAD_DATA, before, runs.extraction("empty", ppo, List.of()), "has no rows");
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        Path run = after();
        ExtractionFolders.changeHash(run, "data", "train.jsonl");
        refused(ExitCode.BAD_DATA, before, run, "uses another dataset file: train.jsonl differs (SHA-256)");
        run = after();
        ExtractionFolders.changeHash(run, "tokenizer", "tokenizer.json");
        refused(ExitCode.BAD_DATA, before, run, "uses another tokenizer: tokenizer.json differs (SHA-256)");
        run = after();
        ExtractionFolders.changeHash(run, "tokenizer", "tokenizer_config.json");
        read(before, run);
        assertThat(warnings).singleElement().asString().contains("tokenizer_config.json is not that of before");
    }

    @Test
    void anotherArchitectureIsRefusedButNotAnotherName() throws IOException {
        Path config = ppo.resolve("config.json");
        Files.writeString(config, "{\"_name_or_path\": \"x\", \"model_type\": \"t5\", \"d_model\": 64}");
        assertThat(read(before, after()).afters()).hasSize(1);
        assertThat(warnings).isEmpty();
        Files.writeString(config, "{\"model_type\": \"t5\", \"d_model\": 128}");
        refused(ExitCode.BAD_DATA, before, after(), "another architecture: d_model is 128 here and 64 there");
        Path run = after();
        Files.delete(config);
        read(before, run);
        assertThat(warnings).singleElement().asString().contains("config.json: is gone or was changed since");
    }

    @Test
    void theModelAfterMustComeFromTheModelBefore() throws IOException {
        Path sft = runs.trained("sft", "sft", pretrained, "after sft");
        Path both = runs.trained("sft_ppo", "ppo", sft, "after both");
        Path afterSft = runs.extraction("after_sft", sft, ROWS);
        Path afterBoth = runs.extraction("after_both", both, ROWS);
        assertThat(read(before, after(), afterSft, afterBoth).afters())
                .extracting(ComparedRuns.After::label)
                .containsExactly("PPO", "SFT", "SFT → PPO");
        assertThat(warnings).isEmpty();

        refused(
                ExitCode.BAD_DATA,
                afterSft,
                after(),
                "(PPO) that was finetuned from",
                "not from the one of",
                "after_sft");
        refused(ExitCode.BAD_DATA, afterSft, before, "name the earlier run first");
        assertThat(read(afterSft, afterBoth).afters().get(0).label()).isEqualTo("SFT → PPO");
        assertThat(warnings).singleElement().asString().contains("itself finetuned (SFT)");
    }

    @Test
    void anUnknownOriginIsAWarning() throws IOException {
        Path stranger = runs.extraction("stranger", runs.model("other", "from elsewhere"), ROWS);
        assertThat(read(before, stranger).afters().get(0).label()).isEqualTo("stranger");
        assertThat(warnings).singleElement().asString().startsWith("stranger: nobody knows whether its model");
        Path copy = runs.extraction("copy", pretrained, ROWS);
        refused(ExitCode.BAD_DATA, before, copy, "holds the very same rewards of the same model");
        Path again = runs.extraction("again", pretrained, ExtractionFolders.random(12, 0.1), "seed=1");
        assertThat(read(before, again).afters().get(0).label()).isEqualTo("the same model again");
        assertThat(warnings).singleElement().asString().contains("noise of the sampling");
    }

    @Test
    void unfinishedDoubledAndSingleSampleRunsAreRefused() throws IOException {
        refused(ExitCode.USAGE, before, before.resolve("..").resolve("before"), "is given twice");
        assertThatThrownBy(() -> read(before, after(), after())).hasMessageContaining("is given twice");
        refused(ExitCode.NO_INPUT, before, base.resolve("nothing"), "no such file or folder");
        refused(ExitCode.NO_INPUT, before, ppo.getParent(), "holds no reward_stats.csv");
        Path single = after("evaluation.num_samples_per_input=1");
        refused(ExitCode.BAD_DATA, before, single, "has one sample per input, and so no standard deviations");
        Path run = after();
        Files.delete(run.resolve(RunFolder.DONE));
        refused(ExitCode.BAD_DATA, before, run, "after: is not finished; run it again with --resume");
    }

    @Test
    void metricsOfOneRunAloneAreLeftOut() throws IOException {
        List<RewardStatistics> rouge = ROWS.stream()
                .filter(row -> row.metric().equals(ExtractionFolders.ROUGE))
                .toList();
        Path run = runs.extraction(
                "rouge",
                ppo,
                rouge,
                "evaluation.metrics=[{id: rouge_l_max, args: {length_limit: 100, length_limit_type: words, weight_factor: 1.2}}]");
        assertThat(read(before, run).metrics()).containsExactly(ExtractionFolders.ROUGE);
        List<RewardStatistics> other = rouge.stream()
                .map(row -> RewardStatistics.of(row.trainIndex(), "lexical/chrf", new double[] {1, 2}))
                .toList();
        Path chrf = runs.extraction("chrf", ppo, other, "evaluation.metrics=[{id: chrf}]");
        refused(ExitCode.BAD_DATA, before, chrf, "has no metric in common: here lexical/chrf");
    }

    @Test
    void equalNamesAndLabelsAreToldApart() throws IOException {
        Path twin = new ExtractionFolders(base.resolve("two")).extraction("after", ppo, ROWS);
        assertThat(read(before, after(), twin).afters())
                .extracting(ComparedRuns.After::label)
                .containsExactly("PPO (" + base.getFileName() + "/stats/after)", "PPO (two/stats/after)");
    }
}
