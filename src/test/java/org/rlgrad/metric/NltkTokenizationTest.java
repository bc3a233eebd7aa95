package org.rlgrad.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
