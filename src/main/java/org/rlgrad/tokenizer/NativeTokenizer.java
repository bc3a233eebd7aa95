package org.rlgrad.tokenizer;

import static ai.djl.huggingface.tokenizers.jni.TokenizersLibrary.LIB;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.hub.FolderFile;

/**
 * The native {@code tokenizers} library behind one {@code tokenizer.json} document. Ids are read through its bare calls: the
 * objects that DJL builds of each text, with a string and a span for every token, cost three times the tokenizing.
 */
final class NativeTokenizer implements AutoCloseable {
    /** DJL's defaults cut at 512 tokens and pad, on the right, silently. */
    private static final Map<String, String> PLAIN = Map.of("padding", "false", "truncation", "false");

    private final Path file;
    private final HuggingFaceTokenizer library;

    /** {@code file} is what the document was made from; {@link Failure} (bad data) names it if the library refuses it. */
    NativeTokenizer(ObjectNode json, Path file) {
        this.file = file;
        CharsMap.checkAll(json, file);
        byte[] document = json.toString().getBytes(StandardCharsets.UTF_8);
        try {
            library = HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(document), PLAIN);
        } catch (IOException | RuntimeException e) {
            String reason = FolderFile.firstLine(e.getMessage());
            throw new Failure(ExitCode.BAD_DATA, file + ": not a tokenizer that can be used: " + reason, e);
        }
    }

    int[] encode(String text, boolean withSpecialTokens) {
        long handle = handle();
        return encoding(
                () -> LIB.encode(handle, wellFormed(text), withSpecialTokens),
                encoding -> toInts(LIB.getTokenIds(encoding)));
    }

    /** Two texts with special tokens. */
    Encoded encode(String text, String pair) {
        long handle = handle();
        return encoding(
                () -> LIB.encodeDual(handle, wellFormed(text), wellFormed(pair), true),
                encoding -> new Encoded(toInts(LIB.getTokenIds(encoding)), toInts(LIB.getTypeIds(encoding))));
    }

    /** The library's own way to join tokens. */
    String decode(long[] ids) {
        return LIB.decode(handle(), ids, true);
    }

    @Override
    public void close() {
        library.close();
    }

    private long handle() {
        if (library.isReleased()) {
            throw new IllegalStateException("the tokenizer of " + file + " is closed");
        }
        return library.getHandle();
    }

    /** Makes a native encoding, copies what is wanted of it and frees it. */
    private <T> T encoding(LongSupplier make, LongFunction<T> copy) {
        long encoding;
        try {
            encoding = make.getAsLong();
        } catch (RuntimeException e) {
            String reason = FolderFile.firstLine(e.getMessage());
            throw new Failure(ExitCode.BAD_DATA, file + ": this vocabulary cannot encode a text: " + reason, e);
        }
        try {
            return copy.apply(encoding);
        } finally {
            LIB.deleteEncoding(encoding);
        }
    }

    private static int[] toInts(long[] values) {
        int[] result = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = Math.toIntExact(values[i]);
        }
        return result;
    }

    /** The text with U+FFFD for each lone surrogate, which UTF-8 does not have. */
    private static String wellFormed(String text) {
        if (text.codePoints().noneMatch(NativeTokenizer::isSurrogate)) {
            return text;
        }
        int[] points = text.codePoints().map(c -> isSurrogate(c) ? 0xFFFD : c).toArray();
        return new String(points, 0, points.length);
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
