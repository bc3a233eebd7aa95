package org.rlgrad.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Map;
import java.util.OptionalInt;
import org.rlgrad.Failure;

/** Ids and their tokens, as Java knows them: what decoding needs. */
final class Vocabulary {
    /** No tokenizer comes near; a larger id is a damaged file, and would cost an array of its size. */
    private static final int LARGEST_ID = 1 << 24;

    private final ObjectNode ids;
    private final String[] tokens;
    private final BitSet special = new BitSet();
    private final BitSet added = new BitSet();
    private final boolean byteLevel;

    /** Reads a {@code tokenizer.json} document; {@code file} is named where an id in it is no id. */
    Vocabulary(ObjectNode json, TokenizerFolder folder) {
        Path file = folder.path(folder.vocabularyFile());
        ids = TokenizerJson.idsByToken(json);
        if (ids.isEmpty()) {
            throw Failure.badData(file + ": holds no vocabulary");
        }
        int size = 0;
        for (Map.Entry<String, JsonNode> entry : ids.properties()) {
            int id = entry.getValue().asInt(-1);
            if (!entry.getValue().isIntegralNumber() || id < 0 || id > LARGEST_ID) {
                throw Failure.badData(file + ": token \"" + entry.getKey() + "\" has the id " + entry.getValue()
                        + ", expected a whole number from 0");
            }
            size = Math.max(size, id + 1);
        }
        byteLevel = json.path("decoder").path("type").asText().equals("ByteLevel");
        tokens = new String[size];
        ids.properties().forEach(entry -> tokens[entry.getValue().asInt()] = entry.getKey());
        ObjectNode ofModel = TokenizerJson.modelIds(json);
        for (JsonNode token : json.path("added_tokens")) {
            int id = token.path("id").asInt();
            special.set(id, token.path("special").asBoolean() || special.get(id));
            added.set(id, !ofModel.has(token.path("content").asText()));
        }
        folder.specialTokens()
                .values()
                .forEach(token -> special.set(ids.get(token).asInt()));
    }

    /** How many tokens there are, added ones included. */
    int size() {
        return ids.size();
    }

    /** The id of a token, if it is one. */
    OptionalInt id(String token) {
        JsonNode id = ids.get(token);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id.asInt());
    }

    /** The token of an id, or null where the id has none (T5's models have more rows than its tokenizer has tokens). */
    String token(int id) {
        return id >= 0 && id < tokens.length ? tokens[id] : null;
    }

    /** Whether tokens spell bytes, as GPT-2's do: a T5 may have been trained with such a vocabulary, too. */
    boolean isByteLevel() {
        return byteLevel;
    }

    boolean isSpecial(int id) {
        return special.get(id);
    }

    /** Whether the token was added beside the model's own vocabulary. */
    boolean isAdded(int id) {
        return added.get(id);
    }
}
