package org.rlgrad.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The {@code tokenizer.json} document of a folder: the file itself, or what its older vocabulary files amount to. It is the
 * only form that the native library reads.
 */
final class TokenizerJson {
    private TokenizerJson() {}

    /**
     * Reads or makes the document. Truncation and padding are taken out of it (Java does both), and every special token that
     * the folder names is in its {@code added_tokens}.
     */
    static ObjectNode of(TokenizerFolder folder) {
        ObjectNode json = folder.has("tokenizer.json")
                ? folder.json("tokenizer.json")
                : new VocabularyFiles(folder).toTokenizerJson();
        json.putNull("truncation");
        json.putNull("padding");
        addMissingTokens(json, folder);
        return json;
    }

    /** Every token of the document, those of the model and the added ones, with its id. */
    static ObjectNode idsByToken(ObjectNode json) {
        ObjectNode ids = modelIds(json);
        json.path("added_tokens").forEach(token -> ids.set(token.path("content").asText(), token.path("id")));
        return ids;
    }

    /** The tokens of the model proper with their ids. */
    static ObjectNode modelIds(ObjectNode json) {
        ObjectNode ids = JsonNodeFactory.instance.objectNode();
        JsonNode vocabulary = json.path("model").path("vocab");
        if (vocabulary instanceof ObjectNode byToken) {
            ids.setAll(byToken);
        } else {
            int id = 0;
            for (JsonNode piece : vocabulary) {
                ids.put(piece.path(0).asText(), id++);
            }
        }
        return ids;
    }

    /** Tokens of {@code added_tokens.json} keep their ids; a special token without an id gets the next free one. */
    private static void addMissingTokens(ObjectNode json, TokenizerFolder folder) {
        ObjectNode ids = idsByToken(json);
        ArrayNode added = json.path("added_tokens") instanceof ArrayNode list ? list : json.putArray("added_tokens");
        Set<String> listed = new LinkedHashSet<>();
        added.forEach(token -> listed.add(token.path("content").asText()));
        Map<SpecialToken, String> special = folder.specialTokens();
        Set<String> wanted = new LinkedHashSet<>(special.values());
        wanted.addAll(folder.additionalSpecialTokens());
        if (!folder.has("tokenizer.json") && folder.has("added_tokens.json")) {
            for (Map.Entry<String, JsonNode> entry :
                    folder.json("added_tokens.json").properties()) {
                ids.set(entry.getKey(), entry.getValue());
                if (!wanted.contains(entry.getKey())) {
                    describe(added.addObject(), entry.getKey(), entry.getValue().asInt())
                            .put("normalized", true)
                            .put("special", false);
                }
            }
        }
        wanted.removeAll(listed);
        for (String token : wanted) {
            int id = Optional.ofNullable(ids.get(token)).map(JsonNode::asInt).orElseGet(ids::size);
            ids.put(token, id);
            // RoBERTa's mask swallows the space before it; all other tokens leave their surroundings alone.
            boolean takesSpace = folder.family() == Family.ROBERTA && token.equals(special.get(SpecialToken.MASK));
            describe(added.addObject(), token, id).put("lstrip", takesSpace);
        }
    }

    private static ObjectNode describe(ObjectNode entry, String token, int id) {
        return entry.put("id", id)
                .put("content", token)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", true);
    }
}
