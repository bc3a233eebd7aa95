package org.rlgrad.tokenizer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.rlgrad.PythonText;

/**
 * Joins tokens to text as transformers' Python ("slow") tokenizers do, not as the native library does: that one puts other
 * spaces around BERT's punctuation and at the ends of T5's texts.
 *
 * <p>A little over 150 lines: four families join their tokens in four ways.
 */
final class TokenDecoder {
    /** What clean-up looks for and what it puts there, in this order; each runs over the whole text. */
    private static final String[][] CLEAN_UP = {
        {" .", "."}, {" ?", "?"}, {" !", "!"}, {" ,", ","}, {" ' ", "'"},
        {" n't", "n't"}, {" 'm", "'m"}, {" 's", "'s"}, {" 've", "'ve"}, {" 're", "'re"}
    };

    private static final int[] BYTE_OF_CHAR = byteOfChar();

    private final Family family;
    private final Vocabulary vocabulary;
    private final Function<long[], String> library;

    /** {@code library} joins Llama's tokens between two special ones; its answer for them is the Python tokenizer's. */
    TokenDecoder(Family family, Vocabulary vocabulary, Function<long[], String> library) {
        this.family = family;
        this.vocabulary = vocabulary;
        this.library = library;
    }

    /** The text of {@code ids}; ids without a token vanish. */
    String decode(int[] ids, boolean skipSpecial) {
        List<String> parts = new ArrayList<>();
        List<Integer> run = new ArrayList<>();
        for (int id : ids) {
            if (vocabulary.token(id) == null || (skipSpecial && vocabulary.isSpecial(id))) {
                continue;
            }
            if (vocabulary.isAdded(id)) {
                if (!run.isEmpty()) {
                    parts.add(join(run));
                    run.clear();
                }
                parts.add(vocabulary.token(id));
            } else {
                run.add(id);
            }
        }
        if (!run.isEmpty()) {
            parts.add(join(run));
        }
        return String.join(" ", parts);
    }

    /** Removes the spaces that English tokenization leaves before punctuation and contractions. */
    static String cleanUpSpaces(String text) {
        String clean = text;
        for (String[] rule : CLEAN_UP) {
            clean = clean.replace(rule[0], rule[1]);
        }
        return clean;
    }

    private String join(List<Integer> ids) {
        return switch (family) {
            case GPT2, ROBERTA -> joinBytes(ids);
            case BERT, DISTILBERT -> joinWordPieces(ids);
            case T5 -> vocabulary.isByteLevel() ? joinBytes(ids) : joinSentencePieces(ids);
            case LLAMA -> joinByLibrary(ids);
        };
    }

    private String joinWordPieces(List<Integer> ids) {
        List<String> tokens = ids.stream().map(vocabulary::token).toList();
        return PythonText.strip(String.join(" ", tokens).replace(" ##", ""));
    }

    /** Special tokens are set off by a space after them; SentencePiece joins the runs between, without its space marks. */
    private String joinSentencePieces(List<Integer> ids) {
        StringBuilder text = new StringBuilder();
        int runStart = 0;
        for (int id : ids) {
            String token = vocabulary.token(id);
            if (vocabulary.isSpecial(id)) {
                text.append(token).append(' ');
                runStart = text.length();
                continue;
            }
            // At the start of a run a piece loses its mark; so does each piece after it while the run is still empty.
            boolean atStart = text.length() == runStart && token.startsWith("▁");
            text.append((atStart ? token.substring(1) : token).replace('▁', ' '));
        }
        return PythonText.strip(text.toString());
    }

    private String joinByLibrary(List<Integer> ids) {
        StringBuilder text = new StringBuilder();
        int start = 0;
        for (int i = 0; i <= ids.size(); i++) {
            if (i == ids.size() || vocabulary.isSpecial(ids.get(i))) {
                long[] run = ids.subList(start, i).stream()
                        .mapToLong(Integer::longValue)
                        .toArray();
                text.append(run.length == 0 ? "" : library.apply(run));
                text.append(i == ids.size() ? "" : vocabulary.token(ids.get(i)));
                start = i + 1;
            }
        }
        return text.toString();
    }

    private String joinBytes(List<Integer> ids) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int id : ids) {
            String token = vocabulary.token(id);
            for (int i = 0; i < token.length(); i++) {
                char c = token.charAt(i);
                if (c < BYTE_OF_CHAR.length && BYTE_OF_CHAR[c] >= 0) {
                    bytes.write(BYTE_OF_CHAR[c]);
                } else {
                    bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return fromUtf8(bytes.toByteArray());
    }

    /**
     * UTF-8 with U+FFFD for what is malformed, one for each maximal part of a sequence as Unicode recommends. Java takes an
     * encoded surrogate for one such part, Unicode (and Python) for three; a lead byte that is never valid settles it.
     */
    static String fromUtf8(byte[] bytes) {
        for (int i = 0; i + 1 < bytes.length; i++) {
            if (bytes[i] == (byte) 0xED && (bytes[i + 1] & 0xE0) == 0xA0) {
                bytes[i] = (byte) 0xFF;
            }
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** GPT-2's alphabet: printable Latin-1 characters stand for their own byte, the others for U+0100 and on, in order. */
    private static int[] byteOfChar() {
        int[] byteOf = new int[0x200];
        Arrays.fill(byteOf, -1);
        int next = 0x100;
        for (int value = 0; value < 0x100; value++) {
            boolean printable = (value > ' ' && value < 0x7F) || (value > 0xA0 && value != 0xAD);
            byteOf[printable ? value : next++] = value;
        }
        return byteOf;
    }
}
