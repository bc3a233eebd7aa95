package org.rlgrad.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.rlgrad.Failure;
import org.rlgrad.hub.FolderFile;

/**
 * A Hugging Face folder, seen by a tokenizer: its three small JSON files (each may be absent) and what follows from them.
 * Where two files name the same special token, {@code special_tokens_map.json} wins, as in transformers.
 *
 * <p>Over 150 lines, because whatever can be wrong with such a folder gets its own message here.
 */
final class TokenizerFolder {
    /** Above this a {@code model_max_length} only says "unknown": transformers writes 1e30 then. */
    private static final double ABSURD_LENGTH = 1e9;

    private final Path folder;
    private final ObjectNode config;
    private final ObjectNode tokenizerConfig;
    private final ObjectNode specialTokensMap;
    private final Family family;

    private TokenizerFolder(Path folder) {
        this.folder = folder;
        config = optionalJson("config.json");
        tokenizerConfig = optionalJson("tokenizer_config.json");
        specialTokensMap = optionalJson("special_tokens_map.json");
        family = findFamily();
    }

    /** Reads the small files; throws {@link Failure} (no input) if there is no such folder, (bad data) if one is corrupt. */
    static TokenizerFolder read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw Failure.noInput(folder + ": no such folder; a tokenizer is loaded from a Hugging Face folder");
        }
        return new TokenizerFolder(folder);
    }

    Family family() {
        return family;
    }

    Path path(String file) {
        return folder.resolve(file);
    }

    boolean has(String file) {
        return Files.isRegularFile(path(file));
    }

    /** The name of the file that the vocabulary is read from, for messages. */
    String vocabularyFile() {
        if (has("tokenizer.json")) {
            return "tokenizer.json";
        }
        return switch (family) {
            case GPT2, ROBERTA -> "vocab.json";
            case BERT, DISTILBERT -> "vocab.txt";
            case T5 -> "spiece.model";
            case LLAMA -> "tokenizer.json";
        };
    }

    /** The files that loading reads, in a fixed order. */
    List<Path> files() {
        List<String> names =
                new ArrayList<>(List.of("config.json", "tokenizer_config.json", "special_tokens_map.json"));
        names.add(vocabularyFile());
        if (!has("tokenizer.json")) {
            names.addAll(List.of("merges.txt", "added_tokens.json"));
        }
        return names.stream().filter(this::has).map(this::path).toList();
    }

    /** A setting of {@code tokenizer_config.json}; a missing node where it is not set. */
    JsonNode setting(String key) {
        return tokenizerConfig.path(key);
    }

    /** The special tokens by part; parts that the family does not have are absent. */
    Map<SpecialToken, String> specialTokens() {
        Map<SpecialToken, String> tokens = new EnumMap<>(family.usualSpecialTokens());
        for (JsonNode source : List.of(tokenizerConfig, specialTokensMap)) {
            for (SpecialToken part : SpecialToken.values()) {
                content(source.path(part.key())).ifPresent(token -> tokens.put(part, token));
            }
        }
        return tokens;
    }

    /**
     * The additional special tokens: those the folder lists, and T5's 100 (or {@code extra_ids}) sentinels, which no
     * {@code spiece.model} lists; a {@code tokenizer.json} does, where there are any.
     */
    List<String> additionalSpecialTokens() {
        List<String> tokens = new ArrayList<>();
        for (JsonNode source : List.of(tokenizerConfig, specialTokensMap)) {
            for (JsonNode token : source.path("additional_special_tokens")) {
                content(token).filter(name -> !tokens.contains(name)).ifPresent(tokens::add);
            }
        }
        if (family == Family.T5 && !has("tokenizer.json")) {
            for (int i = 0; i < extraIds(); i++) {
                String sentinel = "<extra_id_" + i + ">";
                if (!tokens.contains(sentinel)) {
                    tokens.add(sentinel);
                }
            }
        }
        return tokens;
    }

    /** How many sentinels T5 has after its SentencePiece vocabulary. */
    int extraIds() {
        return setting("extra_ids").asInt(100);
    }

    /** Most tokens of a text, special tokens included. */
    int modelMaxLength() {
        double said = setting("model_max_length").asDouble(0);
        if (said >= 1 && said < ABSURD_LENGTH) {
            return (int) said;
        }
        int positions = config.path(family.positionsKey()).asInt(0);
        return positions > 0 ? positions - family.reservedPositions() : family.usualMaxLength();
    }

    /** The JSON object in one file of the folder. */
    ObjectNode json(String file) {
        return FolderFile.json(path(file));
    }

    private ObjectNode optionalJson(String file) {
        return has(file) ? json(file) : JsonNodeFactory.instance.objectNode();
    }

    private Family findFamily() {
        return Stream.of(setting("tokenizer_class"), config.path("tokenizer_class"), config.path("model_type"))
                .map(JsonNode::asText)
                .flatMap(name -> Family.named(name).stream())
                .findFirst()
                .or(this::familyOfFiles)
                .orElseThrow(() -> unknownFamily());
    }

    private Optional<Family> familyOfFiles() {
        if (has("spiece.model")) {
            return Optional.of(Family.T5);
        }
        if (has("vocab.txt")) {
            return Optional.of(Family.BERT);
        }
        if (has("vocab.json") && has("merges.txt")) {
            return Optional.of(json("vocab.json").has("<|endoftext|>") ? Family.GPT2 : Family.ROBERTA);
        }
        return Optional.empty();
    }

    private Failure unknownFamily() {
        String known = "GPT-2, T5, BERT, DistilBERT, RoBERTa and Llama tokenizers are read";
        if (has("tokenizer.json")) {
            return Failure.badData(
                    path("tokenizer.json") + ": neither tokenizer_class nor model_type in the files beside it"
                            + " names its family; " + known);
        }
        return Failure.noInput(folder + ": holds no tokenizer: neither tokenizer.json, nor vocab.json with merges.txt,"
                + " vocab.txt or spiece.model; " + known);
    }

    private static Optional<String> content(JsonNode token) {
        JsonNode text = token.isObject() ? token.path("content") : token;
        return text.isTextual() ? Optional.of(text.asText()) : Optional.empty();
    }
}
