package org.rlgrad.metric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What sacreBLEU's tokenizer gives. */
class TercomTokenizerTest {
    private static final String WESTERN = "He said: \"It's 3.5, Bob's (or  not)!\"  &quot;x&quot;";
    private static final String EASTERN = "\u6211\u5011\u3002\u30ab\u30bf\u30ab\u30ca x\u3042\u3044\uff0c 5-6\n-join's";

    @Test
    void westernTexts() {
        check(WESTERN, false, false, false, false, "he said: \"it's 3.5, bob's (or not)!\" &quot;x&quot;");
        check(WESTERN, true, false, false, false, "he said : \" it 's 3.5 , bob 's ( or not ) ! \" \" x \"");
        check(WESTERN, true, true, false, true, "He said It 's 35 Bob 's or not x");
        check(WESTERN, false, true, false, false, "he said it's 35 bob's or not &quotx&quot");
        check("A\nB's", true, false, false, false, "a b 's");
        check(" \n", true, true, true, false, "");
    }

    @Test
    void easternTexts() {
        check(
                EASTERN,
                true,
                false,
                false,
                false,
                "\u6211\u5011\u3002\u30ab\u30bf\u30ab\u30ca x\u3042\u3044\uff0c 5 - 6join 's");
        check(
                EASTERN,
                true,
                false,
                true,
                false,
                "\u6211 \u5011 \u3002 \u30ab\u30bf\u30ab\u30ca x\u3042\u3044 \uff0c 5 - 6join 's");
        check(EASTERN, true, true, true, false, "\u6211 \u5011 \u30ab\u30bf\u30ab\u30ca x\u3042\u3044 5 - 6join 's");
        check(EASTERN, false, true, true, false, "\u6211\u5011\u30ab\u30bf\u30ab\u30ca x\u3042\u3044 5-6 -join's");
    }

    private static void check(
            String text,
            boolean normalized,
            boolean noPunctuation,
            boolean asianSupport,
            boolean caseSensitive,
            String expected) {
        TercomTokenizer tokenizer = new TercomTokenizer(normalized, noPunctuation, asianSupport, caseSensitive);
        assertThat(String.join(" ", tokenizer.tokenize(text))).isEqualTo(expected);
    }
}
