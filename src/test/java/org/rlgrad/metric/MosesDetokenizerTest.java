package org.rlgrad.metric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MosesDetokenizerTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\u0001',
            value = {
                "the cost is $ 5 , he said : \" hello \" . ~ the cost is $5, he said: \"hello\".",
                "a @-@ b &amp; c &#91; d &#93; ~ a-b & c [d]",
                "the dogs ' house ' s ~ the dogs' house 's",
                "the dog ' s ' end ~ the dog 's' end",
                "it 's , 90 's - 's ~ it's, 90's - 's",
                "<a> b </a>   . ~ <a> b </a> .",
                "<a  ,  b> ~ <a  ,  b>",
                "a   b ~ a b",
                "¿ que ? „ so “ ~ ¿que? „so“",
                "\u4f60 \u597d x \u597d ~ \u4f60\u597d x \u597d",
                "50 % ( or ) so ~ 50% (or) so",
                "0 . 5 ~ 0. 5",
            })
    void words(String tokenized, String plain) {
        assertThat(MosesDetokenizer.detokenize(tokenized)).isEqualTo(plain);
    }
}
