package org.rlgrad.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final List<String> log = new ArrayList<>();
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private long seconds;

    private Progress start(long before, boolean bar) {
        PrintStream terminal = bar ? new PrintStream(screen, true, StandardCharsets.UTF_8) : null;
        return new Progress("sampling", "samples", 1000, before, terminal, log::add, () -> seconds * 1_000_000_000L);
    }

    @Test
    void theBarShowsCountsRatesAndTheTimeLeft() {
        try (Progress progress = start(0, true)) {
            seconds = 10;
            progress.advance(250, 5000);
            assertThat(screen.toString(StandardCharsets.UTF_8))
                    .endsWith("\rsampling [#####...............] 25% 250/1000, 25.0 samples/s, 500 tokens/s, ETA 0:30"
                            + "\033[K");
            assertThat(log).isEmpty();
        }
        assertThat(screen.toString(StandardCharsets.UTF_8)).endsWith("\r\033[K");
        assertThat(log).hasSize(1);
    }

    @Test
    void withoutATerminalALineEveryHalfMinute() {
        try (Progress progress = start(0, false)) {
            for (seconds = 1; seconds <= 100; seconds++) {
                progress.advance(1, 0);
            }
        }
        assertThat(log).hasSize(4);
        assertThat(log.get(0)).isEqualTo("sampling: 3% 30/1000, 1.00 samples/s, ETA 16:10");
        assertThat(log.get(3)).startsWith("sampling: 10% 100/1000");
        assertThat(screen.size()).isZero();
    }

    @Test
    void whatAnEarlierSessionDidIsNoSpeedOfThisOne() {
        Progress progress = start(900, false);
        seconds = 50;
        progress.advance(50, 100);
        assertThat(progress.unitsPerSecond()).isEqualTo(1);
        assertThat(progress.tokensPerSecond()).isEqualTo(2);
        assertThat(log).containsExactly("sampling: 95% 950/1000, 1.00 samples/s, 2 tokens/s, ETA 0:50");
    }

    @Test
    void theBarKeepsAwayWhereItIsNotWanted() {
        Map<String, String> xterm = Map.of("TERM", "xterm");
        assertThat(Progress.wantsBar(false, xterm)).isTrue();
        assertThat(Progress.wantsBar(true, xterm)).isFalse();
        assertThat(Progress.wantsBar(false, Map.of("TERM", "xterm", "NO_COLOR", "1")))
                .isFalse();
        assertThat(Progress.wantsBar(false, Map.of("TERM", "dumb"))).isFalse();
        assertThat(Progress.wantsBar(false, Map.of())).isFalse();
    }

    @Test
    void longTimesHaveHours() {
        assertThat(Progress.clock(59)).isEqualTo("0:59");
        assertThat(Progress.clock(3723)).isEqualTo("1:02:03");
    }
}
