package org.rlgrad.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class GroupRewardFigureTest {
    @Test
    void aMarkForEachSeedAndALargeOneForTheirMean() {
        String svg = GroupRewardFigure.svg(
                "title",
                List.of(
                        new GroupRewardFigure.Row("PPO <x>", List.of(0.1, 0.3), List.of(0.8, 0.9)),
                        new GroupRewardFigure.Row("none at risk", List.of(Double.NaN), List.of(0.5))));

        assertThat(svg).contains("PPO &lt;x&gt;").contains("none at risk").doesNotContain("NaN");
        // The legend's mark; then two seeds and a mean; then a single seed, which is its mean.
        assertThat(Pattern.compile("<circle").matcher(svg).results()).hasSize(1 + 3 + 1);
        assertThat(Pattern.compile("<path d=\"[^\"]*Z\"").matcher(svg).results())
                .hasSize(1 + 3);
    }
}
