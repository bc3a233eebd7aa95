package org.rlgrad.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rlgrad.data.StratifiedSplit;

/** Every stream of NumPy, Python and scikit-learn against what those libraries drew. */
class RandomGeneratorsTest {
    static JsonNode golden(String name) throws IOException {
        try (InputStream in = RandomGeneratorsTest.class.getResourceAsStream("/golden/rng/" + name)) {
            return new ObjectMapper().readTree(in);
        }
    }

    static Iterable<JsonNode> permutations() throws IOException {
        return golden("numpy_python.json").get("permutation");
    }

    static Iterable<JsonNode> streams() throws IOException {
        return golden("numpy_python.json").get("streams");
    }

    static Iterable<JsonNode> defaultRng() throws IOException {
        return golden("numpy_python.json").get("default_rng");
    }

    static Iterable<JsonNode> stratified() throws IOException {
        return golden("stratified_split.json").get("draws");
    }

    private static int[] ints(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray();
    }

    private static double[] doubles(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToDouble(JsonNode::doubleValue)
                .toArray();
    }

    private static int[] identity(int size) {
        return IntStream.range(0, size).toArray();
    }

    private static void assertPermutation(int[] permutation, JsonNode golden) throws Exception {
        int size = permutation.length;
        assertThat(Arrays.copyOf(permutation, Math.min(50, size))).isEqualTo(ints(golden.get("first_50")));
        assertThat(Arrays.copyOfRange(permutation, size - 10, size)).isEqualTo(ints(golden.get("last_10")));
        long weighted = 0;
        ByteBuffer bytes = ByteBuffer.allocate(8 * size).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < size; i++) {
            weighted += (i + 1L) * permutation[i];
            bytes.putLong(permutation[i]);
        }
        JsonNode checksum = golden.get("checksum");
        assertThat(Long.toUnsignedString(weighted))
                .isEqualTo(checksum.get("weighted_sum_mod_2_64").asText());
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array())))
                .isEqualTo(checksum.get("sha256_int64_le").textValue());
    }

    @ParameterizedTest
    @MethodSource("permutations")
    void randomStatePermutation(JsonNode golden) throws Exception {
        NumpyRandomState random = new NumpyRandomState(golden.get("seed").longValue());
        assertPermutation(random.permutation(golden.get("n").intValue()), golden);
    }

    @ParameterizedTest
    @MethodSource("streams")
    void randomStateStreams(JsonNode golden) {
        long seed = golden.get("seed").longValue();
        NumpyRandomState raw = new NumpyRandomState(seed);
        golden.get("raw_uint32").forEach(word -> assertThat(raw.nextUint32()).isEqualTo(word.longValue()));
        NumpyRandomState uniform = new NumpyRandomState(seed);
        for (double expected : doubles(golden.get("random_sample_20"))) {
            assertThat(uniform.randomSample()).isEqualTo(expected);
        }
        NumpyRandomState integers = new NumpyRandomState(seed);
        for (int expected : ints(golden.get("randint_0_1000_30"))) {
            assertThat(integers.randint(0, 1000)).isEqualTo(expected);
        }
        NumpyRandomState normal = new NumpyRandomState(seed);
        for (double expected : doubles(golden.get("randn_20"))) {
            assertThat(normal.randn()).isCloseTo(expected, within(1e-15 * Math.max(1, Math.abs(expected))));
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void randomStateChoicesAndShuffles(JsonNode golden) {
        long seed = golden.get("seed").longValue();
        assertThat(new NumpyRandomState(seed).choice(50, 10, false))
                .isEqualTo(ints(golden.get("choice_50_without_replacement_10")));
        assertThat(new NumpyRandomState(seed).choice(new double[] {0.1, 0.2, 0.3, 0.15, 0.25}, 30))
                .isEqualTo(ints(golden.get("choice_weighted_30")));
        NumpyRandomState random = new NumpyRandomState(seed);
        int[] list = identity(20);
        random.shuffle(list);
        assertThat(list).isEqualTo(ints(golden.get("shuffle_list_20")));
        assertThat(random.permutation(20)).isEqualTo(ints(golden.get("permutation_20_after_shuffle")));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void pythonStreams(JsonNode golden) {
        long seed = golden.get("seed").longValue();
        PythonRandom uniform = new PythonRandom(seed);
        for (double expected : doubles(golden.get("python_random_10"))) {
            assertThat(uniform.random()).isEqualTo(expected);
        }
        int[] list = identity(30);
        new PythonRandom(seed).shuffle(list);
        assertThat(list).isEqualTo(ints(golden.get("python_shuffle_30")));
        assertThat(new PythonRandom(seed).sample(100, 10)).isEqualTo(ints(golden.get("python_sample_100_10")));
        assertThat(new PythonRandom(seed).choices(new double[] {1, 2, 3, 4, 5}, 20))
                .isEqualTo(ints(golden.get("python_choices_weighted")));
    }

    @ParameterizedTest
    @MethodSource("defaultRng")
    void defaultGenerator(JsonNode golden) throws Exception {
        long seed = golden.get("seed").longValue();
        NumpyGenerator uniform = new NumpyGenerator(seed);
        for (double expected : doubles(golden.get("random_10"))) {
            assertThat(uniform.random()).isEqualTo(expected);
        }
        NumpyGenerator raw = new NumpyGenerator(seed);
        golden.get("raw_uint64_5").forEach(word -> assertThat(Long.toUnsignedString(raw.nextUint64()))
                .isEqualTo(word.textValue()));
        for (int size : new int[] {10, 1000, 25000}) {
            assertPermutation(new NumpyGenerator(seed).permutation(size), golden.get("permutation_" + size));
        }
    }

    @ParameterizedTest
    @MethodSource("stratified")
    void stratifiedSplit(JsonNode golden) throws IOException {
        int[] labels = ints(golden("stratified_split.json").get("labels"));
        NumpyRandomState random = new NumpyRandomState(golden.get("seed").longValue());
        StratifiedSplit split = StratifiedSplit.of(labels, 200, random);
        assertThat(split.train()).isEqualTo(ints(golden.get("train_indices")));
        assertThat(Arrays.copyOf(split.rest(), 20)).isEqualTo(ints(golden.get("rest_first_20")));
        assertThat(IntStream.concat(Arrays.stream(split.train()), Arrays.stream(split.rest()))
                        .sorted())
                .containsExactly(Arrays.stream(identity(labels.length)).boxed().toArray(Integer[]::new));
    }

    @Test
    void stratifiedSplitRefusesWhatScikitLearnRefuses() {
        NumpyRandomState random = new NumpyRandomState(0);
        assertThatThrownBy(() -> StratifiedSplit.of(new int[] {0, 0, 1}, 1, random))
                .hasMessage("a stratified split needs at least two rows of every class");
        assertThatThrownBy(() -> StratifiedSplit.of(new int[] {0, 0, 1, 1}, 1, random))
                .hasMessage("a stratified split into 1 and 3 rows cannot hold each of 2 classes");
    }

    /** Values drawn with NumPy and CPython themselves, for paths that the golden streams do not take. */
    @Test
    void furtherPaths() {
        assertThat(new PythonRandom(-7).random()).isEqualTo(new PythonRandom(7).random());
        assertThat(new PythonRandom(1L << 40).random()).isEqualTo(0.1036394562812375);
        assertThat(new PythonRandom(3).sample(12, 12)).containsExactly(3, 9, 8, 2, 5, 4, 11, 6, 0, 10, 7, 1);
        assertThat(new NumpyGenerator(1L << 40).nextUint64()).isEqualTo(Long.parseUnsignedLong("6655761860222389633"));
        assertThat(new NumpyRandomState(4_000_000_000L).nextUint32()).isEqualTo(3764776428L);
        assertThat(new NumpyRandomState(3).choice(7, 8, true)).containsExactly(2, 0, 1, 3, 0, 0, 0, 5);
        assertThat(new NumpyRandomState(3).permutation(0)).isEmpty();
        assertThatThrownBy(() -> new NumpyRandomState(-1))
                .hasMessage("a RandomState seed is between 0 and 2^32 - 1, not -1");
        assertThatThrownBy(() -> new NumpyRandomState(1).choice(2, 3, false))
                .hasMessage("cannot draw 3 of 2 without replacement");
    }
}
