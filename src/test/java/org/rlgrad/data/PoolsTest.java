package org.rlgrad.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.config.PoolArgs;
import org.rlgrad.config.Split;

/** Loading by folder and file, and what the user is told. */
class PoolsTest {
    private static final PoolArgs IWSLT = new PoolArgs.Iwslt2017EnDe("", "");
    private static final PoolArgs CNN = new PoolArgs.CnnDailyMail("", "", -1, -1);

    @TempDir
    Path folder;

    private Path file(String name, String... lines) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, List.of(lines));
    }

    private Path translation(String name, String english) throws IOException {
        return file(name, "{\"translation\": {\"en\": \"" + english + "\", \"de\": \"-\"}}");
    }

    private void assertFails(PoolArgs args, Split split, Path path, ExitCode exitCode, String message) {
        assertThatThrownBy(() -> Pools.load(args, split, path))
                .asInstanceOf(type(Failure.class))
                .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(exitCode))
                .satisfies(failure -> assertThat(failure).hasMessage(message));
    }

    @Test
    void splitsAreFoundByTheHubsNames() throws IOException {
        Path train = translation("iwslt2017-en-de/train.jsonl", "t");
        Path dev = translation("dev.jsonl", "v");
        Path test = file("test.csv", "translation", "\"{'en': 'x', 'de': '-'}\"");
        assertThat(Pools.load(IWSLT, Split.TRAIN, folder).files()).containsExactly(train);
        assertThat(Pools.load(IWSLT, Split.VAL, folder).files()).containsExactly(dev);
        Pool pool = Pools.load(IWSLT, Split.TEST, folder);
        assertThat(pool.files()).containsExactly(test);
        assertThat(pool.id()).isEqualTo("iwslt2017en_de");
        assertThat(pool.split()).isEqualTo(Split.TEST);
        assertThat(pool.samples()).extracting(Sample::prompt).containsExactly("x");
        Path validation = translation("validation.jsonl", "first choice");
        assertThat(Pools.load(IWSLT, Split.VAL, folder).files()).containsExactly(validation);
    }

    @Test
    void anOwnTaskIsPromptsWithReferences() throws IOException {
        PoolArgs own = new PoolArgs.Prompts("riddles");
        file("train.jsonl", "{\"prompt\": \"a?\", \"references\": [\"b\", \"c\"], \"more\": 1}");
        Sample sample = Pools.load(own, Split.TRAIN, folder).samples().get(0);
        assertThat(sample.prompt()).isEqualTo("a?");
        assertThat(sample.references()).containsExactly("b", "c");
        assertThat(Pools.load(own, Split.TRAIN, folder).notes()).isEmpty();
        Path empty = file("validation.jsonl", "{\"prompt\": \"a?\", \"references\": []}");
        assertFails(
                own,
                Split.VAL,
                folder,
                ExitCode.BAD_DATA,
                empty + ":1: column \"references\" is an empty list; a prompt needs at least one reference");
    }

    @Test
    void oneFileIsReadAsTheSplitAskedFor() throws IOException {
        Path file = translation("validation.jsonl", "v");
        Pool pool = Pools.load(IWSLT, Split.TRAIN, file);
        assertThat(pool.samples()).extracting(Sample::id).containsExactly("train_0");
        assertThat(pool.notes())
                .containsExactly(
                        file + " is by its name a val file, but is read as train, as datapool.split says.",
                        "This train split of iwslt2017en_de has 1 samples, the published one 206,112: subset indices and"
                                + " averages do not compare with published ones.");
    }

    @Test
    void missingSplitNamesWhatIsThere() throws IOException {
        translation("iwslt2017-en-de/test.jsonl", "t");
        translation("iwslt2017-en-de/validation.jsonl", "v");
        assertFails(
                IWSLT,
                Split.TRAIN,
                folder,
                ExitCode.NO_INPUT,
                folder + ": no train file of pool iwslt2017en_de (train.jsonl or the like); found:"
                        + " iwslt2017-en-de/test.jsonl, iwslt2017-en-de/validation.jsonl. To use what is there, set"
                        + " datapool.split: val");
    }

    @Test
    void missingFolderAndEmptyFolder() {
        assertFails(
                CNN,
                Split.TEST,
                folder.resolve("none"),
                ExitCode.NO_INPUT,
                folder.resolve("none") + ": no such file or folder (datapool.path)");
        assertFails(
                CNN,
                Split.TEST,
                folder,
                ExitCode.NO_INPUT,
                folder + ": no test file of pool cnn_daily_mail (test.jsonl or the like); found: no data file");
    }

    @Test
    void imdbsValIsCutFromTrain() throws IOException {
        PoolArgs imdb = new PoolArgs.Imdb(42, true);
        file("test.jsonl", "{\"text\": \"a b\", \"label\": 1}");
        assertFails(
                imdb,
                Split.VAL,
                folder,
                ExitCode.NO_INPUT,
                folder
                        + ": no train file of pool imdb (train.jsonl or the like), from which its val split is cut; found:"
                        + " test.jsonl. To use what is there, set datapool.split: test");
        Path train = file("train.jsonl", "{\"text\": \"a b\", \"label\": 0}", "{\"text\": \"c d\", \"label\": 0}");
        assertThat(Pools.load(imdb, Split.VAL, folder).files()).containsExactly(train);
        assertFails(
                imdb,
                Split.TRAIN,
                folder,
                ExitCode.BAD_DATA,
                train
                        + ": not one of its rows makes a sample of pool imdb; train keeps only positive reviews (label 1)");
    }

    @Test
    void argumentsThatMakeNoSense() {
        assertFails(
                new PoolArgs.Imdb(-1, true),
                Split.TRAIN,
                folder,
                ExitCode.BAD_CONFIG,
                "datapool.args.seed: must be 0 or more, not -1");
        assertFails(
                new PoolArgs.ImdbSeq2Seq(42, 1.5),
                Split.TRAIN,
                folder,
                ExitCode.BAD_CONFIG,
                "datapool.args.positive_ratio: must be between 0 and 1, not 1.5");
        assertFails(
                new PoolArgs.DailyDialog(0),
                Split.TRAIN,
                folder,
                ExitCode.BAD_CONFIG,
                "datapool.args.context_size: must be 1 or more, not 0");
    }

    @Test
    void shortDialogsMakeNoSample() throws IOException {
        Path file = file("train.jsonl", "{\"dialog\": [\"a\", \"b\"], \"act\": [1, 1], \"emotion\": [0, 0]}");
        assertFails(
                new PoolArgs.DailyDialog(5),
                Split.TRAIN,
                folder,
                ExitCode.BAD_DATA,
                file + ": not one of its rows makes a sample of pool daily_dialog; no dialog is longer than"
                        + " datapool.args.context_size");
    }

    @Test
    void narrativeQaGroupsTheAnswersOfOnePrompt() throws IOException {
        Path tsv = file(
                "dev.tsv", "Who? \\n A story. \t Ann ", "\"Why?\" \\n A story. \t NA ", "Who? \\n A story. \t Bob ");
        List<Sample> samples =
                Pools.load(new PoolArgs.NarrativeQa(), Split.VAL, folder).samples();
        assertThat(samples).extracting(Sample::id).containsExactly("val_0", "val_1");
        assertThat(samples).extracting(Sample::prompt).containsExactly("who? \\n a story. ", "why? \\n a story. ");
        assertThat(samples).extracting(Sample::references).containsExactly(List.of("ann", "bob"), List.of("na"));
        Files.writeString(tsv, "a\tb\nc\td\te\n");
        assertFails(
                new PoolArgs.NarrativeQa(),
                Split.VAL,
                folder,
                ExitCode.BAD_DATA,
                tsv + ":2: 3 tab-separated fields, but UnifiedQA's files have 2 (prompt, answer)");
        Files.writeString(tsv, "\n");
        assertFails(new PoolArgs.NarrativeQa(), Split.VAL, folder, ExitCode.BAD_DATA, tsv + ": holds no rows");
    }

    @Test
    void narrativeQaRowsWithoutAnswerText() throws IOException {
        String start =
                "{\"document\": {\"summary\": {\"text\": \"s\"}}, \"question\": {\"text\": \"q\"}, \"answers\": ";
        Path file = file("test.jsonl", start + "[{\"text\": \"a\"}, {\"tokens\": []}]}");
        assertFails(
                new PoolArgs.NarrativeQa(),
                Split.TEST,
                folder,
                ExitCode.BAD_DATA,
                file + ":1: column \"answers[1]\" has no text in a field \"text\"");
        file("test.jsonl", start + "[]}");
        assertFails(
                new PoolArgs.NarrativeQa(),
                Split.TEST,
                folder,
                ExitCode.BAD_DATA,
                file + ":1: column \"answers\" is empty");
    }

    @Test
    void packedSamplesAreTheSameAtEachAccess() throws IOException {
        file(
                "train.jsonl",
                "{\"article\": \"\u00e4\ud83d\ude00 \\ud800\", \"highlights\": \"h\\n\"}",
                "",
                "{\"article\": \"b\", \"highlights\": \"i\"}",
                "{\"article\": \"beyond max_size\", \"highlights\": 3}");
        PoolArgs args = new PoolArgs.CnnDailyMail("p ", "", -1, 2);
        Pool pool = Pools.load(args, Split.TRAIN, folder);
        assertThat(pool.samples()).hasSize(2);
        assertThat(pool.samples().get(0).prompt()).isEqualTo("p \u00e4\ud83d\ude00 \ud800");
        assertThat(pool.samples().get(0).references()).containsExactly("h\n");
        assertThat(pool.samples().get(1)).isEqualTo(pool.samples().get(1));
        assertThat(pool.notes()).isEmpty();
        assertFails(
                CNN,
                Split.TRAIN,
                folder,
                ExitCode.BAD_DATA,
                folder.resolve("train.jsonl") + ":4: column \"highlights\" should be text, but is a whole number");
    }

    @Test
    void truncatingArticlesTakesATokenizer() throws IOException {
        file("train.jsonl", "{\"article\": \"a b c\", \"highlights\": \"h\"}");
        PoolArgs args = new PoolArgs.CnnDailyMail("", "", 2, -1);
        assertThat(Pools.load(args, Split.TRAIN, folder, text -> List.of(text.split(" ")))
                        .samples()
                        .get(0)
                        .prompt())
                .isEqualTo("a b");
        assertFails(
                args,
                Split.TRAIN,
                folder,
                ExitCode.BAD_CONFIG,
                "datapool.args.truncate_article: not possible here; leave the key out");
    }

    @Test
    void notesOnWhatDiffersFromTheReferencesData() throws IOException {
        Path val = file(
                "validation.jsonl",
                "{\"concepts\": [\"a\"], \"target\": \"x\"}",
                "{\"concepts\": [\"a\"], \"target\": \"y\"}");
        assertThat(Pools.load(new PoolArgs.CommonGen("", " ", "."), Split.VAL, folder)
                        .notes())
                .containsExactly(
                        "This val split of commongen has 2 samples, the published one 993: subset indices and averages do"
                                + " not compare with published ones.",
                        val + " has a row for each sentence; the reference uses GEM's file, which has one for each"
                                + " concept set.");
        file("train.jsonl", "{\"text\": \"a b\", \"label\": 1}", "{\"text\": \"c d\", \"label\": 1}");
        assertThat(Pools.load(new PoolArgs.ImdbSeq2Seq(-1, 1.0), Split.TRAIN, folder)
                        .notes())
                .containsExactly("datapool.args.seed is negative, which leaves the shuffle open; 0 is used.");
    }
}
