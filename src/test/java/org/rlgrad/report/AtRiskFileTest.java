package org.rlgrad.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtRiskFileTest {
    @TempDir
    Path folder;

    @Test
    void theFileIsExactlyThis() {
        Path file = folder.resolve(AtRiskFile.NAME);
        AtRiskFile.write(
                file,
                List.of(
                        new AtRiskRow(7, "lexical/meteor", 0.125, 0, 0.5, 0.375, 12.5, true),
                        new AtRiskRow(3, "lexical/meteor", 0.25, 0.03125, 1, 0.75, Double.NaN, false)));
        assertThat(file)
                .hasContent(
                        """
                        train_index,metric,mean,std,reachable,gap,slowdown,slowdown_is_lower_bound
                        7,lexical/meteor,0.125,0.0,0.5,0.375,12.5,true
                        3,lexical/meteor,0.25,0.03125,1.0,0.75,,false
                        """);
        AtRiskFile.write(file, List.of());
        assertThat(file).content().hasLineCount(1);
    }
}
