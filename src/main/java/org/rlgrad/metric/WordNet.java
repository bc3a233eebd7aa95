package org.rlgrad.metric;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Synonym sets of Princeton WordNet 3.0, looked up as NLTK's {@code wordnet.synsets} does (G. A. Miller, "WordNet: a lexical
 * database for English", CACM 38(11), 1995).
 *
 * <p>Base forms differ from WordNet's own morphology: an exception list replaces the detachment rules, and <em>all</em>
 * forms that the index knows are used. The database files stay in memory as they are (28 MB; their index is sorted and their
 * synset offsets are byte positions), so that nothing is parsed before it is asked for. Synonyms that were asked for are kept. Safe for any number of threads.
 *
 * <p>Differs from the reference: a word of more than {@value #LONGEST_WORD} characters has no synsets. NLTK goes on to detach
 * endings from it (up to exponentially many times); the longest entry has 71.
 */
public final class WordNet {
    private static final int LONGEST_WORD = 256;
    /** A line of a data file: offset (8 digits), file number (2), kind (1), number of words (2, hexadecimal), words. */
    private static final int KIND = 12;

    private static final int WORD_COUNT = 14;
    private static final int FIRST_WORD = 17;

    private static volatile WordNet loaded;

    /** Most words whose synonyms are kept once they have been looked up. */
    private static final int LARGEST_CACHE = 1 << 16;

    private final Map<String, Set<String>> synonyms = new ConcurrentHashMap<>();

    /** Nouns, verbs, adjectives, adverbs. */
    private final List<WordNetFiles> files;

    /** One sense: its kind as WordNet writes it (n, v, a, s for satellite adjectives, r) and its offset in the kind's file. */
    public record Synset(char kind, int offset) {}

    private WordNet(List<WordNetFiles> files) {
        this.files = files;
    }

    /**
     * The database on the class path, read at the first call.
     *
     * @throws org.rlgrad.Failure if it is not there
     */
    public static WordNet get() {
        WordNet wordNet = loaded;
        if (wordNet == null) {
            synchronized (WordNet.class) {
                if (loaded == null) {
                    loaded = load();
                }
                wordNet = loaded;
            }
        }
        return wordNet;
    }

    static WordNet load() {
        return new WordNet(List.of(
                WordNetFiles.read(
                        "noun", "s", "", "ses", "s", "ves", "f", "xes", "x", "zes", "z", "ches", "ch", "shes", "sh",
                        "men", "man", "ies", "y"),
                WordNetFiles.read(
                        "verb", "s", "", "ies", "y", "es", "e", "es", "", "ed", "e", "ed", "", "ing", "e", "ing", ""),
                WordNetFiles.read("adj", "er", "", "est", "", "er", "e", "est", "e"),
                WordNetFiles.read("adv")));
    }

    /** All senses of all base forms of a word: nouns, verbs, adjectives, adverbs, each by frequency. */
    public List<Synset> synsets(String word) {
        List<Synset> synsets = new ArrayList<>();
        String lower = word.toLowerCase(Locale.ROOT);
        for (WordNetFiles file : files) {
            for (String form : baseForms(lower, file)) {
                for (int offset : file.offsets(form)) {
                    synsets.add(new Synset((char) file.data()[offset + KIND], offset));
                }
            }
        }
        return synsets;
    }

    /** The word itself and all single-word members of its synsets, which keep their case. */
    public Set<String> synonyms(String word) {
        Set<String> known = synonyms.get(word);
        if (known == null) {
            known = Set.copyOf(lookUpSynonyms(word));
            if (synonyms.size() < LARGEST_CACHE) {
                synonyms.put(word, known);
            }
        }
        return known;
    }

    private Set<String> lookUpSynonyms(String word) {
        Set<String> found = new HashSet<>();
        String lower = word.toLowerCase(Locale.ROOT);
        for (WordNetFiles file : files) {
            for (String form : baseForms(lower, file)) {
                for (int offset : file.offsets(form)) {
                    addSingleWords(file.data(), offset, found);
                }
            }
        }
        found.add(word);
        return found;
    }

    private static Collection<String> baseForms(String word, WordNetFiles file) {
        if (word.isEmpty() || word.length() > LONGEST_WORD) {
            return List.of();
        }
        Set<String> forms = new LinkedHashSet<>();
        forms.add(word);
        List<String> exceptions = file.exceptions().get(word);
        if (exceptions != null) {
            forms.addAll(exceptions);
            return known(forms, file);
        }
        Set<String> detached = file.detach(forms);
        forms.addAll(detached);
        Collection<String> known = known(forms, file);
        while (known.isEmpty() && !detached.isEmpty()) {
            detached = file.detach(detached);
            known = known(detached, file);
        }
        return known;
    }

    private static List<String> known(Collection<String> forms, WordNetFiles file) {
        List<String> known = new ArrayList<>();
        for (String form : forms) {
            if (file.contains(form)) {
                known.add(form);
            }
        }
        return known;
    }

    private static void addSingleWords(byte[] data, int line, Set<String> words) {
        int count = Integer.parseInt(new String(data, line + WORD_COUNT, 2, StandardCharsets.US_ASCII), 16);
        int start = line + FIRST_WORD;
        for (int i = 0; i < count; i++) {
            int end = start;
            boolean single = true;
            while (data[end] != ' ') {
                single &= data[end] != '_';
                end++;
            }
            if (single) {
                String word = new String(data, start, end - start, StandardCharsets.US_ASCII);
                int marker = word.endsWith(")") ? word.indexOf('(') : -1; // a(p), galore(ip)
                words.add(marker < 0 ? word : word.substring(0, marker));
            }
            start = end + 1;
            while (data[start] != ' ') { // the word's number within its file
                start++;
            }
            start++;
        }
    }
}
