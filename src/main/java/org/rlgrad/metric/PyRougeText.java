package org.rlgrad.metric;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.rlgrad.PythonText;
import org.rlgrad.config.MetricConfig;

/**
 * py-rouge's preparation of a text: sentences at line feeds, cut to a length, ASCII letters and digits only, stemmed.
 *
 * <p>Characters outside A-Z, a-z, 0-9 part words, so that accented letters break them. Words of more than three letters are
 * looked up in a table (WordNet 2.0's exceptions and py-rouge's own) before they are stemmed by the rules of 1980.
 */
final class PyRougeText {
    private static final Pattern OTHER = Pattern.compile("[^A-Za-z0-9]");
    private static final PorterStemmer STEMMER = new PorterStemmer(PorterStemmer.Mode.ORIGINAL);
    private static final String PROTECTED_CANNOT = "_cannot_";

    /** What remains of NLTK's word tokenizer on such text: five words count as two. */
    private static final Map<String, List<String>> CONTRACTIONS = Map.of(
            "gonna", List.of("gon", "na"),
            "gotta", List.of("got", "ta"),
            "lemme", List.of("lem", "me"),
            "gimme", List.of("gim", "me"),
            "wanna", List.of("wan", "na"));

    private static final class Exceptions {
        static final Map<String, String> TABLE = table();

        private static Map<String, String> table() {
            Map<String, String> table = new HashMap<>();
            for (String line : ResourceText.lines("py-rouge-exceptions.txt")) {
                int bar = line.indexOf('|');
                table.put(line.substring(0, bar), line.substring(bar + 1));
            }
            return table;
        }
    }

    private PyRougeText() {}

    /** The words of each sentence; an empty text is one empty sentence. */
    static List<List<String>> sentences(String text, MetricConfig.RougeLMax config) {
        List<String> sentences = List.of(text.split("\n", -1));
        if (config.limitLength() && config.lengthLimit() != 0) {
            sentences = switch (config.lengthLimitType()) {
                case WORDS -> firstWords(sentences, config.lengthLimit());
                case BYTES -> firstCharacters(sentences, config.lengthLimit());
            };
        }
        return sentences.stream()
                .map(sentence -> words(sentence, config.stemming()))
                .toList();
    }

    private static List<String> firstWords(List<String> sentences, int limit) {
        List<String> kept = new ArrayList<>();
        int total = 0;
        for (String sentence : sentences) {
            List<String> words = PythonText.split(sentence);
            if (total + words.size() >= limit) {
                kept.add(String.join(" ", words.subList(0, Math.min(words.size(), limit - total))));
                break;
            }
            kept.add(String.join(" ", words));
            total += words.size();
        }
        return kept;
    }

    /** py-rouge says bytes, but counts characters. */
    private static List<String> firstCharacters(List<String> sentences, int limit) {
        List<String> kept = new ArrayList<>();
        int total = 0;
        for (String line : sentences) {
            String sentence = PythonText.strip(line);
            int length = sentence.codePointCount(0, sentence.length());
            if (total + length >= limit) {
                kept.add(sentence.substring(0, sentence.offsetByCodePoints(0, Math.min(length, limit - total))));
                break;
            }
            kept.add(sentence);
            total += length;
        }
        return kept;
    }

    private static List<String> words(String sentence, boolean stemming) {
        String plain = OTHER.matcher(sentence.toLowerCase(Locale.ROOT)).replaceAll(" ");
        List<String> words = new ArrayList<>();
        for (String word : PythonText.split(plain.replace("cannot", PROTECTED_CANNOT))) {
            for (String part : CONTRACTIONS.getOrDefault(word, List.of(word))) {
                String stem = stemming && part.length() > 3 ? stem(part) : part;
                words.add(stem.replace(PROTECTED_CANNOT, "cannot"));
            }
        }
        return words;
    }

    private static String stem(String word) {
        String known = Exceptions.TABLE.get(word);
        return known != null ? known : STEMMER.stem(word);
    }
}
