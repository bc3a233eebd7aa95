package org.rlgrad.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rlgrad.GoldenTensors;
import org.rlgrad.Goldens;

/** Our port of PyTorch's CPU generator against what PyTorch drew. Its {@code multinomial} has no part in rlgrad. */
class TorchRandomTest {
    private static final GoldenTensors GOLDEN = new GoldenTensors(Goldens.shipped("rng/torch_cpu.safetensors"));

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 42, 111, 192})
    void streams(int seed) {
        TorchRandom reals = new TorchRandom(seed);
        assertThat(reals.rand(20)).containsExactly(GOLDEN.floats(seed + "/rand_4x5"));
        assertThat(reals.normal(0, 1, 3)).containsExactly(GOLDEN.floats(seed + "/randn_3"), within(1e-6f));
        assertThat(reals.normal(0, 1, 40)).containsExactly(GOLDEN.floats(seed + "/randn_40"), within(2e-6f));
        TorchRandom integers = new TorchRandom(seed);
        assertThat(integers.randperm(1000)).containsExactly(ints(seed + "/randperm_1000"));
        assertThat(integers.randint(0, 5, 100)).containsExactly(ints(seed + "/randint_0_5_100"));
        TorchRandom layer = new TorchRandom(seed);
        double bound = 1 / Math.sqrt(6); // of Linear(6, 4)
        assertThat(layer.uniform(-bound, bound, 24)).containsExactly(GOLDEN.floats(seed + "/linear_6_4_weight"));
        assertThat(layer.uniform(-bound, bound, 4)).containsExactly(GOLDEN.floats(seed + "/linear_6_4_bias"));
    }

    private static int[] ints(String name) {
        return LongStream.of(GOLDEN.longRows(name)[0])
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    @Test
    void onlyTheSeedsLower32BitsCount() {
        assertThat(new TorchRandom(7 + (1L << 32)).rand(5)).containsExactly(new TorchRandom(7).rand(5));
        assertThat(new TorchRandom(8).rand(5)).isNotEqualTo(new TorchRandom(7).rand(5));
    }

    @Test
    void normalDrawsAreNormal() {
        for (int size : new int[] {15, 16, 17, 100_000}) {
            int repeats = 200_000 / size;
            TorchRandom random = new TorchRandom(size);
            double sum = 0;
            double squares = 0;
            long within = 0;
            for (int r = 0; r < repeats; r++) {
                for (float x : random.normal(3, 2, size)) {
                    sum += x;
                    squares += (x - 3) * (x - 3);
                    within += Math.abs(x - 3) < 2 ? 1 : 0;
                }
            }
            double n = (double) repeats * size;
            assertThat(sum / n).as("mean, size %d", size).isCloseTo(3, within(5 * 2 / Math.sqrt(n)));
            assertThat(squares / n).as("variance").isCloseTo(4, within(5 * 4 * Math.sqrt(2 / n)));
            assertThat(within / n).as("within one deviation").isCloseTo(0.6827, within(5 * 0.4654 / Math.sqrt(n)));
        }
    }

    @Test
    void bounds() {
        TorchRandom random = new TorchRandom(1);
        assertThat(random.randperm(0)).isEmpty();
        assertThat(random.randperm(1)).containsExactly(0);
        assertThat(Arrays.stream(random.randint(-3, -1, 1000)).distinct().sorted())
                .containsExactly(-3, -2);
        assertThatThrownBy(() -> random.randint(5, 5, 1)).hasMessage("cannot draw integers from 5 to below 5");
        assertThatThrownBy(() -> random.randint(0, 1 << 28, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
