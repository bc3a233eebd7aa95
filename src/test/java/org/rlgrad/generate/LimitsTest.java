package org.rlgrad.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.rlgrad.config.GenerationConfig;
import org.rlgrad.config.ModelConfig.ModelType;

/** The reference's way to count lengths, family by family. */
class LimitsTest {

    @Test
    void withoutMaxNewTokensTotalLengthIsTwenty() {
        assertThat(Limits.of(config(OptionalInt.empty(), 0), ModelType.SEQ2SEQ, 512)
                        .maxNewTokens())
                .isEqualTo(19);
        assertThat(Limits.of(config(OptionalInt.empty(), 0), ModelType.CAUSAL, 12)
                        .maxNewTokens())
                .isEqualTo(8);
        assertThat(Limits.of(config(OptionalInt.empty(), 0), ModelType.CAUSAL, 64)
                        .maxNewTokens())
                .isEqualTo(1);
    }

    @Test
    void minLengthIsOneOffBetweenFamilies() {
        // ToTTo: the decoder's start token counts, so 9 tokens come before the end
        assertThat(Limits.of(config(OptionalInt.of(50), 10), ModelType.SEQ2SEQ, 512)
                        .minNewTokens())
                .isEqualTo(9);
        // IMDB: 48 of 48 tokens, no end at all
        Limits imdb = Limits.of(config(OptionalInt.of(48), 48), ModelType.CAUSAL, 64);
        assertThat(imdb.minNewTokens()).isEqualTo(48);
        assertThat(imdb.maxNewTokens()).isEqualTo(48);
    }

    private static GenerationConfig config(OptionalInt maxNewTokens, int minLength) {
        GenerationConfig defaults = GenerationConfig.defaults();
        return new GenerationConfig(
                true,
                maxNewTokens,
                defaults.maxLength(),
                minLength,
                1,
                50,
                1,
                1,
                0,
                1,
                1,
                false,
                GenerationConfig.PostProcessing.NONE);
    }
}
