package org.rlgrad.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.model.Continuation;
import org.rlgrad.model.LanguageModel;

/** Power iteration with differences against the Gram matrix of all logits' gradients. */
class LogitJacobianTest {
    private static final int[] PROMPT = {1, 3};

    @ParameterizedTest
    @EnumSource
    void isTheSpectralNormOfEachPrefix(ModelType type) {
        for (int seed = 1; seed <= 3; seed++) {
            try (LanguageModel model =
                            switch (type) {
                                case CAUSAL -> TinyGpt2.model(seed);
                                case SEQ2SEQ -> TinyGpt2.t5(seed);
                            };
                    LogitJacobian jacobian = new LogitJacobian(model)) {
                double largest = 0;
                for (Continuation prefix : ExactGradient.prefixes(PROMPT)) {
                    double exact = ExactGradient.spectralNorm(model, prefix);
                    double found = jacobian.largestNorm(List.of(prefix));
                    assertThat(found).isCloseTo(exact, within(0.01 * exact));
                    assertThat(found).as("a lower bound").isLessThan(exact * (1 + 1e-5));
                    largest = Math.max(largest, exact);
                }
                assertThat(jacobian.largestNorm(ExactGradient.prefixes(PROMPT)))
                        .isCloseTo(largest, within(0.01 * largest));
            }
        }
    }
}
