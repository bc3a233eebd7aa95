package org.rlgrad.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {
    @Test
    void distances() {
        assertThat(Spelling.distance("", "abc")).isEqualTo(3);
        assertThat(Spelling.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Spelling.distance("meteor", "metoer"))
                .as("a transposition is one edit")
                .isEqualTo(1);
        assertThat(Spelling.distance("abc", "abc")).isZero();
    }

    @Test
    void suggestsOnlyWhatIsNear() {
        List<String> keys = List.of("top_k", "top_p", "temperature", "id");
        assertThat(Spelling.suggestion("temprature", keys)).isEqualTo("; did you mean temperature?");
        assertThat(Spelling.suggestion("TOP_P", keys)).isEqualTo("; did you mean top_p?");
        assertThat(Spelling.suggestion("ix", keys)).isEqualTo("; did you mean id?");
        assertThat(Spelling.suggestion("beams", keys)).isEmpty();
    }
}
