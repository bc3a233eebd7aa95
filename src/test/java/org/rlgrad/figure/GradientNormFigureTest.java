package org.rlgrad.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.Failure;
import org.rlgrad.report.GradientNorm;
import org.rlgrad.report.GradientNormsFile;

class GradientNormFigureTest {
    private static final String CIRCLE = "<circle";

    @TempDir
    private Path folder;

    private String draw(List<GradientNorm> rows) throws IOException {
        Path table = folder.resolve(GradientNormsFile.NAME);
        Files.deleteIfExists(table);
        try (GradientNormsFile file = GradientNormsFile.open(table)) {
            rows.forEach(file::append);
        }
        List<String> warnings = new ArrayList<>();
        GradientNormFigure.draw(table, folder, "run", warnings::add);
        assertThat(warnings).isEmpty();
        assertThat(ImageIO.read(folder.resolve("gradient_norm_by_std.png").toFile()))
                .isNotNull();
        return Files.readString(folder.resolve("gradient_norm_by_std.svg"));
    }

    private static List<GradientNorm> rows(int count, double gamma) {
        Random random = new Random(4);
        List<GradientNorm> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double std = i == 0 ? 0 : Math.pow(10, -3 * random.nextDouble());
            double norm = i == 0 ? 0 : std * (1 + random.nextDouble());
            double squared = i == 1 ? -norm * norm : norm * norm;
            rows.add(new GradientNorm(
                    i, "lexical/meteor", 64, 0.5, std, squared, norm * norm / 2, norm, 9, 20, 1, gamma));
        }
        return rows;
    }

    private static int count(String svg, String mark) {
        return svg.split(mark, -1).length - 1;
    }

    /** A disc per positive estimate and one in the legend; the others are counted below. */
    @Test
    void bounds() throws IOException {
        String svg = draw(rows(30, 5));
        assertThat(count(svg, CIRCLE)).isEqualTo(28 + 1);
        assertThat(count(svg, "Z\"")).isEqualTo(2 * 29 + 1 + 2);
        assertThat(svg).contains("Theorem 1", "not drawn: 1 of std 0, whose gradient is 0; 1 estimated at 0", "a = ");
    }

    @Test
    void fittedScales() throws IOException {
        String svg = draw(rows(30, Double.NaN));
        assertThat(svg).contains("smallest c std:", "smallest c std^(2/3):").doesNotContain("Theorem 1");
        assertThat(count(svg, "Z\"")).isEqualTo(1);
    }

    @Test
    void littleToDraw() throws IOException {
        assertThat(draw(rows(1, 5))).contains("no input whose rewards are finite and differ");
        assertThat(count(draw(rows(3, 5)), CIRCLE)).isEqualTo(2);
        assertThatThrownBy(() -> draw(List.of()))
                .isInstanceOf(Failure.class)
                .hasMessageEndingWith("has no rows to draw");
    }
}
