package org.rlgrad.metric;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.rlgrad.PythonText;

/**
 * Sentence splitting with the pre-trained English Punkt model: NLTK's {@code sent_tokenize}.
 *
 * <p>Every period, question or exclamation mark that is followed by a closing mark or by white space and a word is a
 * candidate. What stands around it is cut into words ({@link PunktWords}), and they decide ({@link PunktDecision}).
 *
 * <p>Follows NLTK 3.7, where the word before a mark may stand apart from it: {@code Mr . Smith} is one sentence. NLTK 3.8 looks
 * back to the last white space only and finds two.
 */
public final class Sentences {
    private static final String MARKS = ".?!";
    private static final String CLOSING = "\"')]}";

    private record Slice(int start, int end) {
        boolean isEmpty() {
            return start >= end;
        }
    }

    /**
     * A candidate for a sentence end.
     *
     * @param mark its position
     * @param follower where the next word starts after white space; -1 if a closing mark follows directly
     * @param end end of what follows: of the closing mark, or of the next word
     */
    private record Candidate(int mark, int follower, int end) {}

    private Sentences() {}

    /** The sentences in order, without the white space between them; none for a blank text. */
    public static List<String> split(String text) {
        List<Slice> slices = new ArrayList<>();
        int start = 0;
        for (Candidate candidate : breaks(text)) {
            slices.add(new Slice(start, candidate.mark + 1));
            start = candidate.follower >= 0 ? candidate.follower : candidate.mark + 1;
        }
        slices.add(new Slice(start, PythonText.strippedLength(text)));
        return realigned(text, slices);
    }

    /** The candidates that end a sentence, in order; of several that share a word ({@code !!!}) only the last is asked. */
    private static List<Candidate> breaks(String text) {
        List<Candidate> breaks = new ArrayList<>();
        int limit = text.length();
        for (int i = text.length() - 2; i >= 0; i--) {
            Candidate candidate = i < limit && MARKS.indexOf(text.charAt(i)) >= 0 ? candidate(text, i) : null;
            if (candidate == null) {
                continue;
            }
            int wordEnd = skipBack(text, i, true);
            int wordStart = skipBack(text, wordEnd, false);
            limit = skipBack(text, wordStart, true);
            String context = text.substring(wordStart, wordEnd) + text.substring(i, candidate.end);
            if (PunktDecision.breaksIn(PunktWords.of(context))) {
                breaks.add(candidate);
            }
        }
        Collections.reverse(breaks);
        return breaks;
    }

    /** The mark with what follows it, or null if that cannot be the start of a sentence. */
    private static Candidate candidate(String text, int mark) {
        int next = mark + 1;
        if (PunktWords.endsWord(text.charAt(next))) {
            return new Candidate(mark, -1, next + 1);
        }
        int follower = skip(text, next, true);
        if (follower == next || follower == text.length()) {
            return null;
        }
        return new Candidate(mark, follower, skip(text, follower, false));
    }

    /** End of the run of white space, or of anything else, from here on. */
    private static int skip(String text, int from, boolean space) {
        int end = from;
        while (end < text.length() && PythonText.isSpace(text.charAt(end)) == space) {
            end++;
        }
        return end;
    }

    /** Start of the run of white space, or of anything else, that ends here. */
    private static int skipBack(String text, int from, boolean space) {
        int start = from;
        while (start > 0 && PythonText.isSpace(text.charAt(start - 1)) == space) {
            start--;
        }
        return start;
    }

    /** Gives closing marks right after a break back to the sentence before it. */
    private static List<String> realigned(String text, List<Slice> slices) {
        List<String> sentences = new ArrayList<>();
        int skip = 0;
        for (int i = 0; i < slices.size(); i++) {
            Slice slice = new Slice(slices.get(i).start + skip, slices.get(i).end);
            skip = 0;
            int end = slice.end;
            if (i + 1 < slices.size()) {
                Slice next = slices.get(i + 1);
                int closing = closingEnd(text, next);
                if (closing > next.start) {
                    end = closing;
                    skip = Math.min(next.end, skip(text, closing, true)) - next.start;
                }
            }
            if (!new Slice(slice.start, end).isEmpty()) {
                sentences.add(text.substring(slice.start, end));
            }
        }
        return sentences;
    }

    /** End of the run of closing marks at the slice's start if white space, {@code --} or the slice's end follows, else -1. */
    private static int closingEnd(String text, Slice slice) {
        int end = slice.start;
        while (end < slice.end && CLOSING.indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        boolean closed = end >= slice.end || PythonText.isSpace(text.charAt(end)) || text.startsWith("--", end);
        return end > slice.start && closed ? end : -1;
    }
}
