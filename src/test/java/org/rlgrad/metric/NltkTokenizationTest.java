package org.rlgrad.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sentences and words as NLTK cuts them, and Python's text of a list. */
class NltkTokenizationTest {
    @Test
    void words() {
        assertWords(
                "He visited Dr. Smith. She left at 5 p.m. Then J. Doe arrived... \"Wow!\" cannot gonna (U.S.)",
                "He visited Dr. Smith . She left at 5 p.m. Then J. Doe arrived ... `` Wow ! '' can not gon na ( U.S . )");
        assertWords("[\"It's a dog.\"]", "[ `` It 's a dog . '' ]");
        assertWords("['First line .\\nSecond line .']", "[ 'First line `.\\nSecond` line . ' ]".replace("`", ""));
        assertWords("['a dog runs.', 'the dog ran home.']", "[ ' a dog runs . ' , 'the dog ran home . ' ]");
        assertWords("['']", "[ `` ]");
        assertWords(
                "D'ye wanna? I wanna go, 'tis more'n ok: 3:4, 5",
                "D 'ye wan na ? I wan na go , 't is more 'n ok : 3:4 , 5");
        assertWords("They'll say \"no\" -- don't; $5 & 6%", "They 'll say `` no '' -- do n't ; $ 5 & 6 %");
        assertWords("x\uD835\uDC00cannot cannot", "x\uD835\uDC00cannot can not"); // a letter beyond the basic plane
    }

    @Test
    void wordsOfRandomTextsAsByRegularExpressions() {
        List<String> pieces = List.of(
                ". ,.: ;?!\n--..*()[]{}<>'\"`\u00ab\u201c\u2018\u201e\u00bb\u201d\u2019@#$%&' ' ' . . a1Z_-\u00e4\u0301\u017f"
                        .split(""));
        List<String> words = List.of(
                "'s",
                "'S",
                "'m",
                "'d",
                "'ll",
                "'RE",
                "'ve",
                "'vE",
                "n't",
                "N'T",
                "N't",
                "''",
                "``",
                "cannot",
                "CaNnot",
                "gimme",
                "g\u0131mme",
                "gonna",
                "gotta",
                "lemme",
                "wanna",
                "wanna ",
                "more'n",
                "d'ye",
                " 'tis",
                " 'Twas",
                "'t\u0131s",
                "Mr.",
                "The",
                " dog",
                "3.5",
                "1,000",
                "\uD835\uDC00",
                "\uD835\uDFCE",
                "\u0663",
                "\uD800",
                "\u00a0",
                "\u0085");
        Random random = new Random(5);
        List<String> texts = new ArrayList<>(RandomTexts.of(10_000, 6));
        for (int i = 0; i < 30_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(25); length > 0; length--) {
                List<String> from = random.nextInt(3) == 0 ? words : pieces;
                text.append(from.get(random.nextInt(from.size())));
            }
            texts.add(text.toString());
        }
        for (String text : texts) {
            assertThat(NltkWordTokenizer.tokenize(text)).as(text).isEqualTo(NltkRegexes.tokenize(text));
        }
    }

    @Test
    void sentences() {
        assertThat(Sentences.split("Mr. Brown et al. went home. The end."))
                .containsExactly("Mr. Brown et al.", "went home.", "The end.");
        assertThat(Sentences.split("Wait... what? No!! Really.")).hasSize(3);
        assertThat(Sentences.split("(He left.) She stayed.")).containsExactly("(He left.)", "She stayed.");
        assertThat(Sentences.split("I saw J. Smith. He ran.")).containsExactly("I saw J. Smith.", "He ran.");
        assertThat(Sentences.split("Mr . Smith left . He ran .")).containsExactly("Mr . Smith left .", "He ran .");
        assertThat(Sentences.split(" \n")).isEmpty();
        assertThat(Sentences.split("")).isEmpty();
        assertThat(Sentences.split("One.\nTwo!\n\nThree?  ")).containsExactly("One.", "Two!", "Three?");
    }

    @Test
    void textOfAList() {
        assertThat(PythonRepr.of(List.of())).isEqualTo("[]");
        assertThat(PythonRepr.of(List.of("A dog."))).isEqualTo("['A dog.']");
        assertThat(PythonRepr.of(List.of("It's a dog."))).isEqualTo("[\"It's a dog.\"]");
        assertThat(PythonRepr.of(List.of("a", "b"))).isEqualTo("['a', 'b']");
        assertThat(PythonRepr.of(List.of("one .\ntwo ."))).isEqualTo("['one .\\ntwo .']");
        assertThat(PythonRepr.of(List.of("it's \"it\"\\"))).isEqualTo("['it\\'s \"it\"\\\\']");
        assertThat(PythonRepr.of(
                        List.of("\u00a0\t\r\u0000\u007f\u200b\u2028\uD800\uDB80\uDC00\u00e4\u3000\uD83D\uDE00")))
                .isEqualTo("['\\xa0\\t\\r\\x00\\x7f\\u200b\\u2028\\ud800\\U000f0000\u00e4\\u3000\uD83D\uDE00']");
    }

    private static void assertWords(String text, String expected) {
        assertThat(NltkWordTokenizer.tokenize(text)).isEqualTo(List.of(expected.split(" ")));
    }
}
