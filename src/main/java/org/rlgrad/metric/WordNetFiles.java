package org.rlgrad.metric;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.rlgrad.PythonText;

/**
 * WordNet's three files for one part of speech.
 *
 * @param index {@code index.*}: one line a lemma, sorted by bytes, after a licence whose lines begin with a blank
 * @param data {@code data.*}: one line a synset; the index names its byte position
 * @param exceptions {@code *.exc}: irregular form to base forms
 * @param detachments endings of regular forms, each followed by what takes its place
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, only read
record WordNetFiles(byte[] index, byte[] data, Map<String, List<String>> exceptions, List<String> detachments) {
    private static final String FOLDER = "net/sf/extjwnl/data/wordnet/wn30/";
    private static final int[] NONE = {};

    static WordNetFiles read(String suffix, String... detachments) {
        Map<String, List<String>> exceptions = new HashMap<>();
        String lines = new String(ResourceText.bytes(FOLDER + suffix + ".exc"), StandardCharsets.US_ASCII);
        lines.lines().forEach(line -> {
            List<String> forms = PythonText.split(line);
            exceptions.put(forms.get(0), List.copyOf(forms.subList(1, forms.size())));
        });
        return new WordNetFiles(
                ResourceText.bytes(FOLDER + "index." + suffix),
                ResourceText.bytes(FOLDER + "data." + suffix),
                exceptions,
                List.of(detachments));
    }

    /** Each form with each ending that it has taken off, once. */
    Set<String> detach(Collection<String> forms) {
        Set<String> detached = new LinkedHashSet<>();
        for (String form : forms) {
            for (int i = 0; i < detachments.size(); i += 2) {
                String ending = detachments.get(i);
                if (form.endsWith(ending)) {
                    detached.add(form.substring(0, form.length() - ending.length()) + detachments.get(i + 1));
                }
            }
        }
        return detached;
    }

    boolean contains(String lemma) {
        return line(lemma) >= 0;
    }

    /** Positions in {@link #data} of the lemma's synsets, the most frequent first; none if there is no such lemma. */
    int[] offsets(String lemma) {
        int start = line(lemma);
        if (start < 0) {
            return NONE;
        }
        int end = start;
        while (index[end] != '\n') {
            end++;
        }
        // lemma, part of speech, number of synsets, ...; the offsets are the last fields
        List<String> fields = PythonText.split(new String(index, start, end - start, StandardCharsets.US_ASCII));
        int count = Integer.parseInt(fields.get(2));
        int[] offsets = new int[count];
        for (int i = 0; i < count; i++) {
            offsets[i] = Integer.parseInt(fields.get(fields.size() - count + i));
        }
        return offsets;
    }

    /** Start of the lemma's line in the index, by binary search; -1 if there is none. */
    private int line(String lemma) {
        if (lemma.isEmpty()) {
            return -1; // detaching the s of "s" leaves it; the licence's lines would match
        }
        int low = 0;
        int high = index.length;
        while (low < high) {
            int start = (low + high) >>> 1;
            while (start > low && index[start - 1] != '\n') {
                start--;
            }
            int order = compare(lemma, start);
            if (order == 0) {
                return start;
            }
            if (order < 0) {
                high = start;
            } else {
                while (index[start] != '\n') {
                    start++;
                }
                low = start + 1;
            }
        }
        return -1;
    }

    private int compare(String lemma, int start) {
        for (int i = 0; i < lemma.length(); i++) {
            int entry = index[start + i];
            if (entry == ' ') {
                return 1;
            }
            if (lemma.charAt(i) != entry) {
                return lemma.charAt(i) - entry;
            }
        }
        return index[start + lemma.length()] == ' ' ? 0 : -1;
    }
}
