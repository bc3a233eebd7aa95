package org.rlgrad.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.rlgrad.config.PoolArgs;
import org.rlgrad.config.Split;

/** Row to sample, character by character, for all pools but ToTTo. */
class PoolRulesTest {
    private static Row row(String json) {
        try {
            return new Row(Path.of("rows.jsonl"), 1, (ObjectNode) JsonLines.MAPPER.readTree(json.replace('\'', '"')));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertSample(Sample sample, String id, String prompt, String metadata, String... references) {
        assertThat(sample.id()).isEqualTo(id);
        assertThat(sample.prompt()).isEqualTo(prompt);
        assertThat(sample.references()).containsExactly(references);
        assertThat(sample.metadata()).hasToString(metadata);
    }

    @Test
    void narrativeQa() {
        // No-break spaces are white space to Python's strip; the apostrophe stays; the prompt is not stripped.
        Sample sample = NarrativeQa.sample(
                Split.VAL, 4, "Who IS \u00c9mile? \\n  A Story. ", List.of(" Zola's Hero \n", "\u00a0A MAN\u0085"));
        assertSample(sample, "val_4", "who is \u00e9mile? \\n  a story. ", "null", "zola's hero", "a man");
        assertThat(sample.metadata()).isSameAs(NullNode.instance);
    }

    @Test
    void narrativeQaFromTheHubsColumns() {
        Row row = row("{'document': {'summary': {'text': ' First.\\n\\nSecond.\\n'}}, 'question': {'text': 'Who?'}}");
        assertThat(NarrativeQa.unifiedQaPrompt(row)).isEqualTo("Who? \\n  First.Second. ");
    }

    @Test
    void commonGen() {
        PoolArgs.CommonGen args = new PoolArgs.CommonGen("generate a sentence with: ", " ", ".");
        Row row = row("{'concepts': ['ski', 'mountain', 'skier'], 'target': 'Skier skis', 'references': ['x', 'y']}");
        assertSample(
                CommonGen.sample(args, Split.TRAIN, 0, row),
                "train_0",
                "generate a sentence with: ski mountain skier.",
                "{\"concepts\":[\"ski\",\"mountain\",\"skier\"]}",
                "Skier skis");
        Row test = row("{'concepts': ['dog'], 'target': ''}");
        assertSample(
                CommonGen.sample(new PoolArgs.CommonGen("summarize: ", " ", " "), Split.TEST, 12, test),
                "test_12",
                "summarize: dog ",
                "{\"concepts\":[\"dog\"]}",
                "empty reference");
        assertThatThrownBy(() -> CommonGen.sample(args, Split.TRAIN, 0, row("{'concepts': [], 'id': 1}")))
                .hasMessage("rows.jsonl:1: no column \"target\"; found: concepts, id");
    }

    @Test
    void iwslt2017() {
        Row row = row("{'translation': {'de': ' Ein Haus &amp; Hof.', 'en': 'A  house.'}}");
        assertSample(
                Iwslt2017EnDe.sample(
                        new PoolArgs.Iwslt2017EnDe("translate English to German: ", ""), Split.VAL, 3, row),
                "val_3",
                "translate English to German: A  house.",
                "null",
                " Ein Haus &amp; Hof.");
    }

    @Test
    void cnnDailyMail() {
        Row row = row("{'article': 'One two three.', 'highlights': 'A .\\nB .', 'id': ''}");
        assertSample(
                CnnDailyMail.sample(
                        new PoolArgs.CnnDailyMail("Summarize: ", "", -1, -1), text -> List.of(), Split.TRAIN, 7, row),
                "train_7",
                "Summarize: One two three.",
                "null",
                "A .\nB .");
        assertThat(CnnDailyMail.sample(
                                new PoolArgs.CnnDailyMail("<", ">", 3, -1),
                                text -> List.of("One", "two", "three", "."),
                                Split.TRAIN,
                                7,
                                row)
                        .prompt())
                .isEqualTo("<One two three>");
    }

    @Test
    void dailyDialog() {
        Row row = row("{'dialog': ['a ', ' b ', ' c ', ' d '], 'act': [1, 2, 3, 4], 'emotion': [0, 0, 4, 6]}");
        List<Sample> samples = DailyDialog.samples(new PoolArgs.DailyDialog(2), 10, row);
        assertThat(samples).hasSize(2);
        assertSample(samples.get(0), "12", "a <EOU> b  <EOU>", "{\"emotion\":[4],\"intent\":[3]}", " c <EOU>");
        assertSample(samples.get(1), "13", " b <EOU> c  <EOU>", "{\"emotion\":[6],\"intent\":[4]}", " d <EOU>");
        assertThat(DailyDialog.samples(new PoolArgs.DailyDialog(5), 0, row)).isEmpty();
        assertThatThrownBy(() -> DailyDialog.samples(
                        new PoolArgs.DailyDialog(2), 0, row("{'dialog': ['a', 'b'], 'act': [1], 'emotion': [0, 0]}")))
                .hasMessage("rows.jsonl:1: columns \"dialog\", \"act\" and \"emotion\" differ in length: 2, 1, 2");
    }

    @Test
    void imdbHalves() {
        Imdb.Review review = new Imdb.Review("a  b c d", true);
        assertSample(Imdb.sample(Split.TRAIN, 5, review), "train_5", "a ", "null", "a  b c d");
        assertSample(
                ImdbSeq2Seq.sample(Split.TRAIN, 5, review), "train_5", "a ", "{\"reference\":\"a  b c d\"}", "b c d");
        assertThat(new Imdb.Review("word", true).firstHalf()).isEmpty();
        assertThat(new Imdb.Review("word ", true).secondHalf()).isEmpty();
    }

    @Test
    void imdbSplitsFilterTrainAlone() {
        // default_rng(42).permutation(10) is 5 6 0 7 3 2 4 9 1 8.
        List<Imdb.Review> rows = IntStream.range(0, 10)
                .mapToObj(i -> new Imdb.Review("review " + i, i >= 5))
                .toList();
        PoolArgs.Imdb args = new PoolArgs.Imdb(42, true);
        assertThat(Imdb.samples(args, Split.TRAIN, rows))
                .extracting(Sample::id)
                .containsExactly("train_0", "train_1", "train_3", "train_7");
        assertThat(Imdb.samples(args, Split.TRAIN, rows).get(2).references()).containsExactly("review 7");
        assertThat(Imdb.samples(args, Split.VAL, rows))
                .extracting(sample -> sample.references().get(0))
                .containsExactly("review 1", "review 8");
        assertThat(Imdb.samples(new PoolArgs.Imdb(42, false), Split.TRAIN, rows))
                .hasSize(8);
        assertThat(Imdb.samples(args, Split.TEST, rows)).hasSize(10);
        assertThat(ImdbSeq2Seq.samples(new PoolArgs.ImdbSeq2Seq(42, 0.5), Split.TRAIN, rows))
                .extracting(Sample::id)
                .containsExactly("train_0", "train_1");
        assertThat(ImdbSeq2Seq.samples(new PoolArgs.ImdbSeq2Seq(42, 0.5), Split.VAL, rows))
                .hasSize(2);
    }

    /** The published train file: 12,500 negative, then 12,500 positive reviews; its sizes after shuffle and filter. */
    @Test
    void imdbOfFullSize() {
        List<Imdb.Review> rows = IntStream.range(0, 25_000)
                .mapToObj(i -> new Imdb.Review("review " + i, i >= 12_500))
                .toList();
        List<Sample> train = Imdb.samples(new PoolArgs.Imdb(42, true), Split.TRAIN, rows);
        assertThat(train).hasSize(9_954);
        assertThat(train.get(0).references()).containsExactly("review 19923");
        assertThat(Imdb.part(rows, Split.VAL, 42)).hasSize(5_000);
        assertThat(Imdb.part(rows, Split.VAL, 42).stream().filter(Imdb.Review::positive))
                .hasSize(2_546);
        assertThat(Imdb.part(rows, Split.TEST, 42)).hasSize(5_000);
        assertThat(Imdb.part(rows, Split.TEST, 42).stream().filter(Imdb.Review::positive))
                .hasSize(2_506);
    }
}
