package org.rlgrad.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.Failure;

class EvaluationsFileTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve(EvaluationsFile.NAME);
    }

    private static List<SplitMeasurement> rows(int step) {
        return List.of(
                new SplitMeasurement(step, "val", "lexical/meteor", step / 3.0),
                new SplitMeasurement(step, "val", "lexical/bleu", Double.NaN),
                new SplitMeasurement(step, "test", "fluency_metrics/perplexity", Double.POSITIVE_INFINITY));
    }

    private void append(int... steps) {
        try (EvaluationsFile metrics = EvaluationsFile.open(file)) {
            Arrays.stream(steps).forEach(step -> metrics.append(rows(step)));
            metrics.sync();
        }
    }

    @Test
    void rowsReadBackTheSame() throws IOException {
        append(0, 10);
        assertThat(EvaluationsFile.read(file)).hasSize(6).startsWith(rows(0).toArray(SplitMeasurement[]::new));
        assertThat(EvaluationsFile.read(file).subList(3, 6)).isEqualTo(rows(10));
        assertThat(Files.readString(file))
                .isEqualTo(
                        """
                        step,split,metric,value
                        0,val,lexical/meteor,0.0
                        0,val,lexical/bleu,NaN
                        0,test,fluency_metrics/perplexity,Infinity
                        10,val,lexical/meteor,3.3333333333333335
                        10,val,lexical/bleu,NaN
                        10,test,fluency_metrics/perplexity,Infinity
                        """);
    }

    @Test
    void aResumedFileHasTheBytesOfAnUninterruptedOne() throws IOException {
        append(0, 10, 20, 30);
        byte[] whole = Files.readAllBytes(file);
        for (int cut = whole.length; cut > whole.length - 160; cut--) {
            Files.write(file, Arrays.copyOf(whole, cut));
            try (EvaluationsFile metrics = EvaluationsFile.open(file)) {
                metrics.truncateAfter(15);
                metrics.append(rows(20));
                metrics.append(rows(30));
            }
            assertThat(Files.readAllBytes(file)).isEqualTo(whole);
        }
        try (EvaluationsFile metrics = EvaluationsFile.open(file)) {
            metrics.truncateAfter(0);
            assertThat(EvaluationsFile.read(file)).isEqualTo(rows(0));
            metrics.truncateAfter(-1);
        }
        assertThat(Files.readString(file)).isEqualTo("step,split,metric,value\n");
    }

    @Test
    void aTornLastLineIsNoRow() throws IOException {
        append(0);
        Files.writeString(file, Files.readString(file) + "10,val,lexical/met");
        assertThat(EvaluationsFile.read(file)).isEqualTo(rows(0));
        append(10);
        assertThat(EvaluationsFile.read(file)).hasSize(6);
    }

    @Test
    void damageIsNamedAndLeftAsItIs() throws IOException {
        append(0, 10);
        String whole = Files.readString(file);
        refused(whole.replace("meteor,3.3333333333333335", "meteor,3x"), "metrics.csv:5: value is '3x', no number");
        refused(whole.replace("10,test", "-1,test"), "metrics.csv:7: step is '-1', no number of at least 0");
        refused(whole.replace("10,test", "5,test"), "metrics.csv:7: step 5 stands after step 10, damaged");
        refused(whole.replace("0,test", "0,"), "metrics.csv:4: split is '', no name");
        refused(whole.replace("0,test,", "0,"), "metrics.csv:4: 3 cells instead of 4");
        assertThatThrownBy(() -> new SplitMeasurement(0, "val", "a,b", 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anotherFileIsRefused() throws IOException {
        String foreign = GroupMeasurement.HEADER + "\n";
        refused(foreign, "metrics.csv:1: the columns must be step,split,metric,value");
        assertThatThrownBy(() -> EvaluationsFile.open(file))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("the columns must be step,split,metric,value; move the file away");
        assertThat(Files.readString(file)).isEqualTo(foreign);
        assertThatThrownBy(() -> EvaluationsFile.open(folder.resolve("none/metrics.csv")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("cannot write");
        assertThatThrownBy(() -> EvaluationsFile.read(folder.resolve("none.csv")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("none.csv: no such file");
    }

    private void refused(String text, String message) throws IOException {
        Files.writeString(file, text);
        assertThatThrownBy(() -> EvaluationsFile.read(file))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(message);
        assertThat(Files.readString(file)).isEqualTo(text);
    }
}
