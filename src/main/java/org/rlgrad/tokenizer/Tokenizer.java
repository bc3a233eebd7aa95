package org.rlgrad.tokenizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.config.Side;

/**
 * Text to token ids and back, for GPT-2, T5, BERT, DistilBERT, RoBERTa and Llama, loaded from a Hugging Face folder.
 *
 * <p>Ids come from the native {@code tokenizers} library; special tokens, truncation and the joining of tokens to text are
 * Java's, and equal those of the Python tokenizers of transformers 4.18.
 *
 * <p>Lone surrogates in a text count as U+FFFD. Encoding and decoding may run on many threads at once; {@link #close} must
 * come after all of them.
 *
 * <p>Differs from the reference: ids without a token (T5's model has rows 32100 to 32127, its tokenizer none) decode to
 * nothing, as in the fast tokenizers; a length that leaves no room for the special tokens is an error; and for T5 the
 * library normalises some stacked combining marks and U+0085 otherwise than SentencePiece, and may cut a long run of one
 * letter at another of several equally likely places.
 *
 * <p>Over 150 lines for the several forms of {@code encode} and their Javadoc.
 */
public final class Tokenizer implements AutoCloseable {
    private final Path file;
    private final Family family;
    private final int modelMaxLength;
    private final Map<SpecialToken, String> specialTokens;
    private final Vocabulary vocabulary;
    private final TokenDecoder decoder;
    private final NativeTokenizer library;
    private final int[] prefix;
    private final int[] suffix;

    private Tokenizer(TokenizerFolder files, ObjectNode json) {
        file = files.path(files.vocabularyFile());
        family = files.family();
        modelMaxLength = files.modelMaxLength();
        specialTokens = files.specialTokens();
        vocabulary = new Vocabulary(json, files);
        library = new NativeTokenizer(json, file);
        decoder = new TokenDecoder(family, vocabulary, library::decode);
        try {
            int[][] frame = frame();
            prefix = frame[0];
            suffix = frame[1];
        } catch (RuntimeException e) {
            library.close();
            throw e;
        }
    }

    /**
     * Loads {@code tokenizer.json}, or else {@code vocab.json} with {@code merges.txt} (GPT-2, RoBERTa), {@code vocab.txt}
     * (BERT, DistilBERT) or {@code spiece.model} (T5). {@code tokenizer_config.json}, {@code special_tokens_map.json} and
     * {@code config.json} say which family it is and which special tokens and length it has; without them the family follows
     * from the vocabulary files.
     *
     * @throws Failure (no input) naming a missing folder or file, (bad data) naming a corrupt one
     */
    public static Tokenizer load(Path folder) {
        TokenizerFolder files = TokenizerFolder.read(folder);
        return new Tokenizer(files, TokenizerJson.of(files));
    }

    /**
     * The files that {@link #load} reads, in a fixed order.
     *
     * @throws Failure as there, for the small files; the vocabulary is not opened
     */
    public static List<Path> files(Path folder) {
        return TokenizerFolder.read(folder).files();
    }

    /** The ids of a text with the family's special tokens, untruncated. */
    public int[] encode(String text) {
        return framed(encodeWithoutSpecialTokens(text));
    }

    /** The ids of the text itself, untruncated. */
    public int[] encodeWithoutSpecialTokens(String text) {
        return library.encode(text, false);
    }

    /**
     * At most {@code maxLength} ids, special tokens included: T5 keeps {@code maxLength - 1} and its end token, BERT the two
     * around the text. {@link Side#RIGHT} drops the last tokens of the text, {@link Side#LEFT} the first.
     */
    public int[] encode(String text, int maxLength, Side truncationSide) {
        return truncated(encodeWithoutSpecialTokens(text), maxLength, truncationSide);
    }

    /** The same for many texts, in their order, on all cores. */
    public List<int[]> encodeAll(List<String> texts, int maxLength, Side truncationSide) {
        return texts.parallelStream()
                .map(text -> encode(text, maxLength, truncationSide))
                .toList();
    }

    /** Two texts as one sequence with the family's special tokens, untruncated. */
    public Encoded encode(String text, String pair) {
        return library.encode(text, pair);
    }

    /**
     * Two texts in at most {@code maxLength} ids: tokens are dropped one by one from the end of the longer text, at equal
     * lengths of the second ({@code longest_first} in transformers).
     */
    public Encoded encode(String text, String pair, int maxLength) {
        Encoded whole = encode(text, pair);
        int first = encodeWithoutSpecialTokens(text).length;
        int second = encodeWithoutSpecialTokens(pair).length;
        int excess = whole.ids().length - maxLength;
        if (excess > first + second) {
            throw noRoom(maxLength, whole.ids().length - first - second);
        }
        int keptFirst = first;
        int keptSecond = second;
        for (int i = 0; i < excess; i++) {
            if (keptFirst > keptSecond) {
                keptFirst--;
            } else {
                keptSecond--;
            }
        }
        int secondEnd = whole.ids().length - suffix.length;
        int[][] cuts = {
            {prefix.length + keptFirst, prefix.length + first}, {secondEnd - (second - keptSecond), secondEnd}
        };
        return new Encoded(without(whole.ids(), cuts), without(whole.typeIds(), cuts));
    }

    /** The text of generated ids as metrics see it: special tokens skipped, spaces before punctuation removed. */
    public String decode(int[] ids) {
        return decode(ids, true, family.cleansUpSpaces());
    }

    /** The text of ids. Those without a token, also negative ones such as the label mask -100, vanish. */
    public String decode(int[] ids, boolean skipSpecialTokens, boolean cleanUpSpaces) {
        String text = decoder.decode(ids, skipSpecialTokens);
        return cleanUpSpaces ? TokenDecoder.cleanUpSpaces(text) : text;
    }

    /** The family, which decides the algorithm. */
    public Family family() {
        return family;
    }

    /** How many tokens there are; a model may have more rows. */
    public int vocabularySize() {
        return vocabulary.size();
    }

    /** Most tokens of a text, special tokens included. */
    public int modelMaxLength() {
        return modelMaxLength;
    }

    /** The padding id; empty for GPT-2, whose users pad with the end token. */
    public OptionalInt padId() {
        return id(SpecialToken.PAD);
    }

    /** The id that ends a text. */
    public OptionalInt eosId() {
        return id(SpecialToken.EOS);
    }

    /** The id that begins a text. */
    public OptionalInt bosId() {
        return id(SpecialToken.BOS);
    }

    /** The id of what the vocabulary cannot express. */
    public OptionalInt unkId() {
        return id(SpecialToken.UNK);
    }

    /** The id before a text to classify. */
    public OptionalInt clsId() {
        return id(SpecialToken.CLS);
    }

    /** The id between two texts and after the last. */
    public OptionalInt sepId() {
        return id(SpecialToken.SEP);
    }

    /** The id of a masked word. */
    public OptionalInt maskId() {
        return id(SpecialToken.MASK);
    }

    /** Whether decoding skips this id. */
    public boolean isSpecial(int id) {
        return vocabulary.isSpecial(id);
    }

    @Override
    public void close() {
        library.close();
    }

    private OptionalInt id(SpecialToken part) {
        String token = specialTokens.get(part);
        return token == null ? OptionalInt.empty() : vocabulary.id(token);
    }

    /** What one text is framed with: what the library puts around some text, whatever that text's own tokens are. */
    private int[][] frame() {
        int[] content = encodeWithoutSpecialTokens("a");
        int[] framed = library.encode("a", true);
        int start = IntStream.rangeClosed(0, framed.length - content.length)
                .filter(i -> content.length > 0)
                .filter(i -> Arrays.equals(framed, i, i + content.length, content, 0, content.length))
                .findFirst()
                .orElseThrow(() -> Failure.badData(file + ": encodes a text to nothing, or its post_processor does more"
                        + " than put special tokens around it"));
        return new int[][] {
            Arrays.copyOf(framed, start), Arrays.copyOfRange(framed, start + content.length, framed.length)
        };
    }

    private int[] truncated(int[] content, int maxLength, Side side) {
        int room = maxLength - prefix.length - suffix.length;
        if (room < 0) {
            throw noRoom(maxLength, prefix.length + suffix.length);
        }
        if (content.length <= room) {
            return framed(content);
        }
        return framed(
                switch (side) {
                    case LEFT -> Arrays.copyOfRange(content, content.length - room, content.length);
                    case RIGHT -> Arrays.copyOf(content, room);
                });
    }

    private int[] framed(int[] content) {
        int[] row = Arrays.copyOf(prefix, prefix.length + content.length + suffix.length);
        System.arraycopy(content, 0, row, prefix.length, content.length);
        System.arraycopy(suffix, 0, row, prefix.length + content.length, suffix.length);
        return row;
    }

    private Failure noRoom(int maxLength, int specialTokens) {
        return new Failure(
                ExitCode.BAD_CONFIG,
                "max_length " + maxLength + ": " + family + " needs " + specialTokens + " special tokens, raise it");
    }

    private static int[] without(int[] row, int[][] cuts) {
        return IntStream.range(0, row.length)
                .filter(i -> Arrays.stream(cuts).noneMatch(cut -> i >= cut[0] && i < cut[1]))
                .map(i -> row[i])
                .toArray();
    }
}
