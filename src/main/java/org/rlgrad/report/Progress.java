package org.rlgrad.report;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * How far the work is: a bar where a person watches, otherwise a log line every half minute.
 *
 * <p>Our own lines and not the progressbar library: that one starts a thread per bar, knows no second rate and decides by
 * itself what a terminal is.
 */
public final class Progress implements AutoCloseable {
    private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int BAR_WIDTH = 20;

    private final String label;
    private final String unit;
    private final long total;
    private long before;
    private final PrintStream terminal;
    private final Consumer<String> log;
    private final LongSupplier nanoTime;
    private final long started;
    private long done;
    private long tokens;
    private long lastShown;
    private String note = "";

    /**
     * Starts the clock.
     *
     * @param label what is being done, a word or two
     * @param unit what is counted, in the plural
     * @param total how many in all
     * @param before how many of them an earlier session did; they count as done, but not in the rate
     * @param terminal where the bar is drawn; null for log lines
     * @param log takes the log lines where there is no bar
     */
    public Progress(String label, String unit, long total, long before, PrintStream terminal, Consumer<String> log) {
        this(label, unit, total, before, terminal, log, System::nanoTime);
    }

    Progress(
            String label,
            String unit,
            long total,
            long before,
            PrintStream terminal,
            Consumer<String> log,
            LongSupplier nanoTime) {
        this.label = label;
        this.unit = unit;
        this.total = total;
        this.before = before;
        this.terminal = terminal;
        this.log = log;
        this.nanoTime = nanoTime;
        this.done = before;
        this.started = nanoTime.getAsLong();
        this.lastShown = started;
        if (terminal != null) {
            draw();
        }
    }

    /** Standard error where a bar may be drawn on it (a terminal, not quiet, no NO_COLOR, no dumb terminal), else null. */
    public static PrintStream terminal(boolean quiet) {
        return wantsBar(quiet, System.getenv()) && standardErrorIsTerminal() ? System.err : null;
    }

    static boolean wantsBar(boolean quiet, Map<String, String> environment) {
        boolean noColor = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        return !quiet && !noColor && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    }

    /** Java 17 can only say it of standard input and output together, so the shell is asked. */
    private static boolean standardErrorIsTerminal() {
        try {
            Process shell = new ProcessBuilder("sh", "-c", "test -t 2")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return shell.waitFor(2, TimeUnit.SECONDS) && shell.exitValue() == 0;
        } catch (IOException e) {
            // No shell, no bar: log lines say the same.
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Counts units as done that an earlier session did. */
    public synchronized void skip(long units) {
        before += units;
        done += units;
    }

    /** Adds finished units, and the tokens that were generated for them. */
    public synchronized void advance(long moreUnits, long moreTokens) {
        done += moreUnits;
        tokens += moreTokens;
        long now = nanoTime.getAsLong();
        if (now - lastShown >= (terminal == null ? LOG_NANOS : REDRAW_NANOS)) {
            lastShown = now;
            if (terminal == null) {
                log.accept(label + ": " + status());
            } else {
                draw();
            }
        }
    }

    /** What to say at the end of the bar, such as how good a model has become. */
    public synchronized void note(String text) {
        note = text.isEmpty() ? "" : "; " + text;
    }

    /** Removes the bar, so that a line of text can be printed; the next {@link #advance} brings it back. */
    public synchronized void clear() {
        if (terminal != null) {
            terminal.print("\r\033[K");
            terminal.flush();
        }
    }

    /** Removes the bar and leaves one log line with the totals. */
    @Override
    public void close() {
        clear();
        log.accept(label + ": " + status());
    }

    /** Units per second of this session; 0 before the first. */
    public double unitsPerSecond() {
        return rate(done - before);
    }

    /** Generated tokens per second of this session; 0 before the first. */
    public double tokensPerSecond() {
        return rate(tokens);
    }

    private double rate(long count) {
        long elapsed = nanoTime.getAsLong() - started;
        return elapsed <= 0 ? 0 : count / (elapsed / 1e9);
    }

    private void draw() {
        int filled = total <= 0 ? BAR_WIDTH : (int) Math.min(BAR_WIDTH, BAR_WIDTH * done / total);
        String bar = "#".repeat(filled) + ".".repeat(BAR_WIDTH - filled);
        terminal.print("\r" + label + " [" + bar + "] " + status() + "\033[K");
        terminal.flush();
    }

    private String status() {
        long percent = total <= 0 ? 100 : 100 * done / total;
        String counts = String.format(Locale.ROOT, "%d%% %d/%d", percent, done, total);
        double rate = unitsPerSecond();
        if (rate == 0) {
            return counts;
        }
        String rates = String.format(Locale.ROOT, ", %.3g %s/s", rate, unit)
                + (tokens == 0 ? "" : String.format(Locale.ROOT, ", %.0f tokens/s", tokensPerSecond()));
        long left = Math.max(0, total - done);
        return counts + rates + (left == 0 ? "" : ", ETA " + clock((long) Math.ceil(left / rate))) + note;
    }

    /** 1:02:03, or 2:03 below an hour. */
    static String clock(long seconds) {
        long hours = seconds / 3600;
        long minutes = seconds / 60 % 60;
        return hours > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", hours, minutes, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d", minutes, seconds % 60);
    }
}
