package org.rlgrad.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.Goldens;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.config.Side;
import org.rlgrad.config.TokenizerConfig;
import org.rlgrad.data.Sample;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.tokenizer.Tokenizer;
import org.rlgrad.train.SupervisedExamples.Example;

/** Texts to examples, with a vocabulary small enough to check by hand. */
class SupervisedExamplesTest {
    private static final int A = 0;
    private static final int B = 1;
    private static final int BLANK = 2;
    private static final int AB = 3;
    private static final int BLANK_A = 4;
    private static final int END = 5;

    @TempDir
    private Path folder;

    private Tokenizer gpt2() throws IOException {
        Files.writeString(
                folder.resolve("vocab.json"),
                "{\"a\": 0, \"b\": 1, \"Ġ\": 2, \"ab\": 3, \"Ġa\": 4, \"<|endoftext|>\": 5}");
        Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\na b\nĠ a\n");
        return Tokenizer.load(folder);
    }

    private static Sample sample(String prompt, String... references) {
        return new Sample("train_0", prompt, List.of(references), NullNode.instance);
    }

    private static SupervisedExamples encode(
            Path model, ModelType type, Tokenizer tokenizer, Side truncation, Fidelity fidelity, Sample... samples) {
        TokenizerConfig config = new TokenizerConfig("tiny", Side.LEFT, truncation, true, OptionalInt.empty());
        try (tokenizer;
                LanguageModel loaded = LanguageModel.load(model, type, Device.cpu())) {
            return SupervisedExamples.of(loaded, tokenizer, config, fidelity, List.of(samples));
        }
    }

    private SupervisedExamples causal(Fidelity fidelity, Side truncation, Sample... samples) throws IOException {
        return encode(Goldens.shipped("models/gpt2-tiny"), ModelType.CAUSAL, gpt2(), truncation, fidelity, samples);
    }

    private static void assertExample(Example example, int[] prompt, int[] target) {
        assertThat(example.prompt()).containsExactly(prompt);
        assertThat(example.target()).containsExactly(target);
    }

    @Test
    void theReferenceFusesPromptAndReference() throws IOException {
        SupervisedExamples data = causal(Fidelity.REFERENCE, Side.RIGHT, sample("ba", "b a", "a"), sample("", "b"));
        assertThat(data.padId()).isEqualTo(END);
        assertThat(data.examples()).hasSize(3);
        assertExample(data.examples().get(0), new int[0], new int[] {B, AB, BLANK_A});
        assertExample(data.examples().get(1), new int[0], new int[] {B, A, A});
        assertExample(data.examples().get(2), new int[0], new int[] {B});
    }

    @Test
    void correctedExamplesKeepTheSeamAndEnd() throws IOException {
        SupervisedExamples data = causal(
                Fidelity.CORRECTED,
                Side.RIGHT,
                sample("ba", "b a"),
                sample("ba ", "a"),
                sample("", "ab"),
                sample("b", ""));
        assertExample(data.examples().get(0), new int[] {B, A}, new int[] {BLANK, B, BLANK_A, END});
        assertExample(data.examples().get(1), new int[] {B, A, BLANK}, new int[] {A, END});
        assertExample(data.examples().get(2), new int[] {END}, new int[] {AB, END});
        assertExample(data.examples().get(3), new int[] {B}, new int[] {END});
    }

    /** The tiny model has 128 positions. */
    @Test
    void longTextsAreCut() throws IOException {
        Sample sample = sample("a".repeat(100), "b".repeat(60));
        int[] right =
                causal(Fidelity.REFERENCE, Side.RIGHT, sample).examples().get(0).target();
        int[] left =
                causal(Fidelity.REFERENCE, Side.LEFT, sample).examples().get(0).target();
        assertThat(right).hasSize(128);
        assertThat(right[127]).isEqualTo(B);
        assertThat(right[0]).isEqualTo(A);
        assertThat(left).hasSize(128);
        assertThat(left[32]).isEqualTo(A);
        assertThat(left[127]).isEqualTo(B);
        Example cut = causal(Fidelity.CORRECTED, Side.RIGHT, sample).examples().get(0);
        assertThat(cut.prompt()).hasSize(128 - 62).containsOnly(A);
        assertThat(cut.target()).hasSize(62).startsWith(BLANK, B).endsWith(B, END);
        Example filled = causal(Fidelity.CORRECTED, Side.RIGHT, sample("a", "b".repeat(300)))
                .examples()
                .get(0);
        assertThat(filled.prompt()).containsExactly(A);
        assertThat(filled.target()).hasSize(127).endsWith(B, END);
    }

    @Test
    void encoderDecodersGetPairsWithEndTokens() {
        Path model = Path.of("configs", "smoke", "model");
        SupervisedExamples data = encode(
                model,
                ModelType.SEQ2SEQ,
                Tokenizer.load(model),
                Side.RIGHT,
                Fidelity.REFERENCE,
                sample("a man", "ein Mann", "Mann"));
        try (Tokenizer tokenizer = Tokenizer.load(model)) {
            assertThat(data.examples()).hasSize(2);
            assertExample(data.examples().get(0), tokenizer.encode("a man"), tokenizer.encode("ein Mann"));
            assertExample(data.examples().get(1), tokenizer.encode("a man"), tokenizer.encode("Mann"));
            assertThat(data.examples().get(1).target()).endsWith(1);
            assertThat(data.padId()).isZero();
        }
    }
}
