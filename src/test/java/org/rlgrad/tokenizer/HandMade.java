package org.rlgrad.tokenizer;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Vocabularies small enough to check by hand. */
final class HandMade {
    private HandMade() {}

    /** Ids: 0 [PAD], 1 [UNK], 2 [CLS], 3 [SEP], 4 [MASK], 5 the, 6 dog, 7 ##s, 8 run, 9 ., 10 ', 11 !, 12 The, 13 don, 14 t. */
    static Path bert(Path folder) throws IOException {
        Files.writeString(
                folder.resolve("vocab.txt"),
                "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nthe\ndog\n##s\nrun\n.\n'\n!\nThe\ndon\nt\n");
        return folder;
    }

    /** Ids: 0 to 255 the bytes in the order of GPT-2's alphabet, 256 "ab", 257 " ab", 258 the end token. */
    static Path gpt2(Path folder) throws IOException {
        Map<String, Integer> vocabulary = new LinkedHashMap<>();
        for (int value = 0; value < 256; value++) {
            vocabulary.put(letter(value), vocabulary.size());
        }
        vocabulary.put("ab", 256);
        vocabulary.put("Ġab", 257);
        vocabulary.put("<|endoftext|>", 258);
        new ObjectMapper().writeValue(folder.resolve("vocab.json").toFile(), vocabulary);
        Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\na b\nĠ ab\n");
        return folder;
    }

    /** Ids: 0 pad, 1 end, 2 unknown, 3 "▁", 4 "a", 5 "b", 6 "▁a", 7 "ab", 8 "c"; then 100 sentinels, the last is 0's. */
    static Path t5(Path folder) throws IOException {
        ByteArrayOutputStream model = new ByteArrayOutputStream();
        writePiece(model, "<pad>", 0, 3);
        writePiece(model, "</s>", 0, 3);
        writePiece(model, "<unk>", 0, 2);
        writePiece(model, "▁", -2, 1);
        writePiece(model, "a", -3, 1);
        writePiece(model, "b", -3, 1);
        writePiece(model, "▁a", -2.5f, 1);
        writePiece(model, "ab", -3.5f, 1);
        writePiece(model, "c", -4, 1);
        writeMessage(model, 2, new byte[] {3 << 3, 1, (byte) 0xC0, 2, 2}); // model_type unigram, unk_id 2
        writeMessage(model, 3, new byte[] {3 << 3, 1}); // add_dummy_prefix
        Files.write(folder.resolve("spiece.model"), model.toByteArray());
        return folder;
    }

    private static void writePiece(ByteArrayOutputStream model, String text, float score, int type) {
        ByteArrayOutputStream piece = new ByteArrayOutputStream();
        writeMessage(piece, 1, text.getBytes(StandardCharsets.UTF_8));
        piece.write(2 << 3 | 5);
        piece.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(score)
                .array());
        piece.write(3 << 3);
        piece.write(type);
        writeMessage(model, 1, piece.toByteArray());
    }

    private static void writeMessage(ByteArrayOutputStream out, int field, byte[] content) {
        out.write(field << 3 | 2);
        out.write(content.length);
        out.writeBytes(content);
    }

    /** GPT-2's letter for a byte, the long way: printable ones stand for themselves, the k-th other for U+0100 + k. */
    static String letter(int value) {
        int others = 0;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b >= '!' && b <= '~') || (b >= '¡' && b <= '¬') || (b >= '®' && b <= 'ÿ');
            if (b == value) {
                return String.valueOf((char) (printable ? b : 256 + others));
            }
            others += printable ? 0 : 1;
        }
        throw new IllegalArgumentException("not a byte: " + value);
    }
}
