package org.rlgrad.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.BitSet;
import java.util.Deque;
import org.rlgrad.Failure;

/**
 * Checks SentencePiece's compiled normalisation rules before the native library sees them: a damaged set makes it abort the
 * whole process instead of reporting an error.
 *
 * <p>Layout: a 32-bit little-endian size in bytes, a double-array trie (Darts) of that size whose values are offsets into
 * the rest, and the rest: replacement texts in UTF-8, each ended by a zero byte.
 */
final class CharsMap {
    private CharsMap() {}

    /** Checks every {@code precompiled_charsmap} of a tokenizer document; {@link Failure} (bad data) names {@code file}. */
    static void checkAll(JsonNode json, Path file) {
        for (JsonNode rules : json.path("normalizer").findValues("precompiled_charsmap")) {
            if (!isSound(rules.asText())) {
                throw Failure.badData(
                        file + ": its normalisation rules (precompiled_charsmap) are damaged; fetch it again");
            }
        }
    }

    private static boolean isSound(String base64) {
        try {
            ByteBuffer bytes =
                    ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
            int size = bytes.remaining() < Integer.BYTES ? -1 : bytes.getInt();
            if (size <= 0 || size % Integer.BYTES != 0 || size > bytes.remaining()) {
                return false;
            }
            IntBuffer trie = bytes.slice(bytes.position(), size)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asIntBuffer();
            ByteBuffer replacements = bytes.position(bytes.position() + size).slice();
            StandardCharsets.UTF_8.newDecoder().decode(replacements.duplicate());
            return isSound(trie, replacements);
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return false; // not Base64, or not UTF-8
        }
    }

    /** Walks all that a lookup can reach; no step may leave the trie, no value the replacements. */
    private static boolean isSound(IntBuffer trie, ByteBuffer replacements) {
        BitSet seen = new BitSet();
        Deque<Integer> open = new ArrayDeque<>();
        open.push(offset(trie.get(0)));
        while (!open.isEmpty()) {
            int base = open.pop();
            for (int label = 1; label < 0x100; label++) {
                int child = base ^ label;
                if (child >= trie.limit()) {
                    return false;
                }
                int unit = trie.get(child);
                if ((unit & 0x800000FF) != label || seen.get(child)) {
                    continue;
                }
                seen.set(child);
                int next = child ^ offset(unit);
                boolean endsKey = (unit >> 8 & 1) == 1;
                if (endsKey && (next >= trie.limit() || !startsText(trie.get(next) & 0x7FFFFFFF, replacements))) {
                    return false;
                }
                open.push(next);
            }
        }
        return true;
    }

    private static boolean startsText(int position, ByteBuffer replacements) {
        return position < replacements.limit() && (replacements.get(position) & 0xC0) != 0x80;
    }

    /** The distance to a unit's children, after Darts-clone's format: 21 bits, shifted by 8 where bit 9 is set. */
    private static int offset(int unit) {
        return (unit >>> 10) << ((unit & 1 << 9) >>> 6);
    }
}
