package org.rlgrad.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Porter's stemmer (M. F. Porter, "An algorithm for suffix stripping", Program 14(3), 1980) in two of NLTK's modes.
 *
 * <p>Within a step the first suffix of the list that the word ends with decides; if its condition fails, the step ends.
 * Stems that were asked for are kept, up to a limit. Safe for any number of threads.
 *
 * <p>This file is longer than most because the algorithm is one table of rules; it reads best next to the paper.
 */
public final class PorterStemmer {
    /** Which rules hold. */
    public enum Mode {
        /** NLTK's default, with its own and Porter's later additions; METEOR and rouge_score use it. */
        NLTK_EXTENSIONS,
        /** The paper as printed; py-rouge uses it. */
        ORIGINAL
    }

    /** If the word ends with {@code suffix} and {@code condition} holds for what stands before, put {@code replacement}. */
    private record Rule(String suffix, String replacement, Predicate<String> condition) {}

    private static final Map<String, String> IRREGULAR = Map.ofEntries(
            Map.entry("sky", "sky"),
            Map.entry("skies", "sky"),
            Map.entry("dying", "die"),
            Map.entry("lying", "lie"),
            Map.entry("tying", "tie"),
            Map.entry("news", "news"),
            Map.entry("inning", "inning"),
            Map.entry("innings", "inning"),
            Map.entry("outing", "outing"),
            Map.entry("outings", "outing"),
            Map.entry("canning", "canning"),
            Map.entry("cannings", "canning"),
            Map.entry("howe", "howe"),
            Map.entry("proceed", "proceed"),
            Map.entry("exceed", "exceed"),
            Map.entry("succeed", "succeed"));

    private static final List<Rule> STEP_1A = List.of(
            new Rule("sses", "ss", PorterStemmer::always),
            new Rule("ies", "i", PorterStemmer::always),
            new Rule("ss", "ss", PorterStemmer::always),
            new Rule("s", "", PorterStemmer::always));

    private static final List<Rule> STEP_2_HEAD = rules(
            PorterStemmer::hasMeasure,
            "ational",
            "ate",
            "tional",
            "tion",
            "enci",
            "ence",
            "anci",
            "ance",
            "izer",
            "ize");
    private static final Rule ABLI = new Rule("abli", "able", PorterStemmer::hasMeasure);
    private static final Rule BLI = new Rule("bli", "ble", PorterStemmer::hasMeasure);
    private static final List<Rule> STEP_2_TAIL = rules(
            PorterStemmer::hasMeasure,
            "alli",
            "al",
            "entli",
            "ent",
            "eli",
            "e",
            "ousli",
            "ous",
            "ization",
            "ize",
            "ation",
            "ate",
            "ator",
            "ate",
            "alism",
            "al",
            "iveness",
            "ive",
            "fulness",
            "ful",
            "ousness",
            "ous",
            "aliti",
            "al",
            "iviti",
            "ive",
            "biliti",
            "ble");
    private static final Rule FULLI = new Rule("fulli", "ful", PorterStemmer::hasMeasure);

    // The l of "logi" counts with the stem, so that "geology" has a measure at all.
    private static final Rule LOGI = new Rule("logi", "log", stem -> hasMeasure(stem + "l"));

    private static final List<Rule> STEP_3 = rules(
            PorterStemmer::hasMeasure,
            "icate",
            "ic",
            "ative",
            "",
            "alize",
            "al",
            "iciti",
            "ic",
            "ical",
            "ic",
            "ful",
            "",
            "ness",
            "");

    private static final List<Rule> STEP_4 = step4();

    /** Most words whose stems are kept, and the longest of them. */
    private static final int LARGEST_CACHE = 1 << 16;

    private static final int LONGEST_KEPT = 32;

    private final Map<String, String> known = new ConcurrentHashMap<>();
    private final Mode mode;
    private final List<Rule> step2;

    public PorterStemmer(Mode mode) {
        this.mode = mode;
        this.step2 = step2(mode);
    }

    /** The stem of a word, in lower case; never null, empty only for words such as {@code s} in the original mode. */
    public String stem(String word) {
        String stem = known.get(word);
        if (stem == null) {
            stem = computeStem(word);
            if (word.length() <= LONGEST_KEPT && known.size() < LARGEST_CACHE) {
                known.put(word, stem);
            }
        }
        return stem;
    }

    private String computeStem(String word) {
        String stem = word.toLowerCase(Locale.ROOT);
        if (extended()) {
            String irregular = IRREGULAR.get(word); // as NLTK: only if it is in lower case already
            if (irregular != null) {
                return irregular;
            }
            if (stem.length() <= 2) {
                return stem;
            }
        }
        stem = step1c(step1b(step1a(stem)));
        return step5b(step5a(apply(STEP_4, apply(STEP_3, step2(stem)))));
    }

    private boolean extended() {
        return mode == Mode.NLTK_EXTENSIONS;
    }

    private String step1a(String word) {
        if (extended() && word.length() == 4 && word.endsWith("ies")) {
            return cut(word, 1);
        }
        return apply(STEP_1A, word);
    }

    private String step1b(String word) {
        if (extended() && word.endsWith("ied")) {
            return cut(word, word.length() == 4 ? 1 : 2);
        }
        if (word.endsWith("eed")) {
            return hasMeasure(cut(word, 3)) ? cut(word, 1) : word;
        }
        String stem;
        if (word.endsWith("ed") && containsVowel(cut(word, 2))) {
            stem = cut(word, 2);
        } else if (word.endsWith("ing") && containsVowel(cut(word, 3))) {
            stem = cut(word, 3);
        } else {
            return word;
        }
        if (stem.endsWith("at") || stem.endsWith("bl") || stem.endsWith("iz")) {
            return stem + "e";
        }
        char last = stem.charAt(stem.length() - 1);
        if (endsInDoubleConsonant(stem)) {
            return last == 'l' || last == 's' || last == 'z' ? stem : cut(stem, 1);
        }
        return measure(stem) == 1 && endsShort(stem) ? stem + "e" : stem;
    }

    private String step1c(String word) {
        if (!word.endsWith("y")) {
            return word;
        }
        String stem = cut(word, 1);
        boolean toI = extended() ? stem.length() > 1 && isConsonant(stem, stem.length() - 1) : containsVowel(stem);
        return toI ? stem + "i" : word;
    }

    private String step2(String word) {
        // NLTK takes "alli" first, and what remains goes through the step again.
        if (extended() && word.endsWith("alli") && hasMeasure(cut(word, 4))) {
            return step2(cut(word, 2));
        }
        return apply(step2, word);
    }

    private String step5a(String word) {
        if (!word.endsWith("e")) {
            return word;
        }
        String stem = cut(word, 1);
        int measure = measure(stem);
        return measure > 1 || (measure == 1 && !endsShort(stem)) ? stem : word;
    }

    private static String step5b(String word) {
        return word.endsWith("ll") && measure(cut(word, 1)) > 1 ? cut(word, 1) : word;
    }

    private static List<Rule> step2(Mode mode) {
        List<Rule> rules = new ArrayList<>(STEP_2_HEAD);
        rules.add(mode == Mode.ORIGINAL ? ABLI : BLI);
        rules.addAll(STEP_2_TAIL);
        if (mode == Mode.NLTK_EXTENSIONS) {
            rules.add(FULLI);
            rules.add(LOGI);
        }
        return List.copyOf(rules);
    }

    private static List<Rule> step4() {
        List<Rule> rules = new ArrayList<>(rules(
                PorterStemmer::hasMeasureAboveOne,
                "al",
                "",
                "ance",
                "",
                "ence",
                "",
                "er",
                "",
                "ic",
                "",
                "able",
                "",
                "ible",
                "",
                "ant",
                "",
                "ement",
                "",
                "ment",
                "",
                "ent",
                ""));
        rules.add(new Rule("ion", "", stem -> hasMeasureAboveOne(stem) && (stem.endsWith("s") || stem.endsWith("t"))));
        rules.addAll(rules(
                PorterStemmer::hasMeasureAboveOne,
                "ou",
                "",
                "ism",
                "",
                "ate",
                "",
                "iti",
                "",
                "ous",
                "",
                "ive",
                "",
                "ize",
                ""));
        return List.copyOf(rules);
    }

    /** Rules with one condition, from suffix, replacement, suffix, replacement, ... */
    private static List<Rule> rules(Predicate<String> condition, String... suffixesAndReplacements) {
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < suffixesAndReplacements.length; i += 2) {
            rules.add(new Rule(suffixesAndReplacements[i], suffixesAndReplacements[i + 1], condition));
        }
        return rules;
    }

    private static String apply(List<Rule> rules, String word) {
        for (Rule rule : rules) {
            if (word.endsWith(rule.suffix)) {
                String stem = cut(word, rule.suffix.length());
                return rule.condition.test(stem) ? stem + rule.replacement : word;
            }
        }
        return word;
    }

    private static String cut(String word, int letters) {
        return word.substring(0, word.length() - letters);
    }

    private static boolean always(String stem) {
        return true;
    }

    private static boolean hasMeasure(String stem) {
        return measure(stem) > 0;
    }

    private static boolean hasMeasureAboveOne(String stem) {
        return measure(stem) > 1;
    }

    /** The paper's m: how many times a run of vowels is followed by a run of consonants. */
    private static int measure(String stem) {
        int measure = 0;
        boolean consonant = true;
        for (int i = 0; i < stem.length(); i++) {
            boolean before = consonant;
            consonant = isConsonant(stem.charAt(i), i == 0 || !before);
            if (consonant && !before) {
                measure++;
            }
        }
        return measure;
    }

    private static boolean containsVowel(String stem) {
        boolean consonant = true;
        for (int i = 0; i < stem.length(); i++) {
            consonant = isConsonant(stem.charAt(i), i == 0 || !consonant);
            if (!consonant) {
                return true;
            }
        }
        return false;
    }

    private static boolean endsInDoubleConsonant(String word) {
        int last = word.length() - 1;
        return last >= 1 && word.charAt(last) == word.charAt(last - 1) && isConsonant(word, last);
    }

    /** The paper's *o: consonant, vowel, consonant other than w, x, y; NLTK also takes a word of vowel and consonant. */
    private boolean endsShort(String word) {
        int last = word.length() - 1;
        if (last >= 2) {
            return isConsonant(word, last - 2)
                    && !isConsonant(word, last - 1)
                    && isConsonant(word, last)
                    && "wxy".indexOf(word.charAt(last)) < 0;
        }
        return extended() && last == 1 && !isConsonant(word, 0) && isConsonant(word, 1);
    }

    /** Every y turns on the letter before it, so a run of them alternates. */
    private static boolean isConsonant(String word, int position) {
        int firstY = position;
        while (firstY >= 0 && word.charAt(firstY) == 'y') {
            firstY--;
        }
        boolean consonant = firstY < 0 ? false : isConsonant(word.charAt(firstY), true);
        return (position - firstY) % 2 == 0 ? consonant : !consonant;
    }

    private static boolean isConsonant(char letter, boolean startsOrFollowsVowel) {
        return switch (letter) {
            case 'a', 'e', 'i', 'o', 'u' -> false;
            case 'y' -> startsOrFollowsVowel;
            default -> true;
        };
    }
}
