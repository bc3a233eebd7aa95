package org.rlgrad.tokenizer;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;

/**
 * A SentencePiece unigram model, read from its protobuf file. Only the fields that a tokenizer needs are kept; field numbers
 * are those of the {@code ModelProto} message in {@code sentencepiece_model.proto}.
 */
final class SentencePieceModel {
    /** One entry of the vocabulary; its id is its place in the list. The score is a log probability. */
    record Piece(String text, float score) {}

    private static final int UNIGRAM = 1;
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private final List<Piece> pieces = new ArrayList<>();
    private byte[] charsMap = {};
    private boolean addsPrefix = true;
    private int unknownId;
    private int modelType = UNIGRAM;

    private SentencePieceModel() {}

    /** Parses {@code bytes}; throws {@link Failure} (bad data), naming {@code file}, if it is not a unigram model. */
    static SentencePieceModel parse(byte[] bytes, Path file) {
        SentencePieceModel model = new SentencePieceModel();
        try {
            model.readModel(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new Failure(ExitCode.BAD_DATA, file + ": not a SentencePiece model, or cut off; fetch it again", e);
        }
        if (model.modelType != UNIGRAM) {
            throw Failure.badData(
                    file + ": not a unigram SentencePiece model; give the folder a tokenizer.json instead");
        }
        if (model.pieces.isEmpty() || model.unknownId >= model.pieces.size()) {
            throw Failure.badData(file + ": not a SentencePiece model with a vocabulary; fetch it again");
        }
        return model;
    }

    List<Piece> pieces() {
        return List.copyOf(pieces);
    }

    /** The compiled normalisation rules, opaque; empty where the model has none. */
    byte[] charsMap() {
        return charsMap.clone();
    }

    /** Whether a text is encoded as if a space stood before it. */
    boolean addsPrefix() {
        return addsPrefix;
    }

    int unknownId() {
        return unknownId;
    }

    private void readModel(ByteBuffer in) {
        while (in.hasRemaining()) {
            int tag = varint(in);
            switch (tag) {
                case 1 << 3 | BYTES -> pieces.add(readPiece(message(in)));
                case 2 << 3 | BYTES -> readTrainer(message(in));
                case 3 << 3 | BYTES -> readNormalizer(message(in));
                default -> skip(in, tag);
            }
        }
    }

    private static Piece readPiece(ByteBuffer in) {
        String text = "";
        float score = 0;
        while (in.hasRemaining()) {
            int tag = varint(in);
            switch (tag) {
                case 1 << 3 | BYTES ->
                    text = StandardCharsets.UTF_8.decode(message(in)).toString();
                case 2 << 3 | FIXED32 -> score = in.getFloat();
                default -> skip(in, tag);
            }
        }
        return new Piece(text, score);
    }

    private void readTrainer(ByteBuffer in) {
        while (in.hasRemaining()) {
            int tag = varint(in);
            switch (tag) {
                case 3 << 3 | VARINT -> modelType = varint(in);
                case 40 << 3 | VARINT -> unknownId = varint(in);
                default -> skip(in, tag);
            }
        }
    }

    private void readNormalizer(ByteBuffer in) {
        while (in.hasRemaining()) {
            int tag = varint(in);
            switch (tag) {
                case 2 << 3 | BYTES -> {
                    ByteBuffer rules = message(in);
                    charsMap = new byte[rules.remaining()];
                    rules.get(charsMap);
                }
                case 3 << 3 | VARINT -> addsPrefix = varint(in) != 0;
                default -> skip(in, tag);
            }
        }
    }

    /** A length-delimited field as a view; a length past the end is an {@link IllegalArgumentException}. */
    private static ByteBuffer message(ByteBuffer in) {
        int length = varint(in);
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("length past the end");
        }
        ByteBuffer view = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        in.position(in.position() + length);
        return view;
    }

    /** A base-128 number, its low 32 bits: no field that is read here is longer. */
    private static int varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return (int) value;
            }
        }
        throw new IllegalArgumentException("number too long");
    }

    private static void skip(ByteBuffer in, int tag) {
        switch (tag & 7) {
            case VARINT -> varint(in);
            case FIXED64 -> in.getLong();
            case BYTES -> message(in);
            case FIXED32 -> in.getInt();
            default -> throw new IllegalArgumentException("unknown wire type");
        }
    }
}
