package org.rlgrad.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.Map;
import org.rlgrad.Failure;
import org.rlgrad.hub.FolderFile;

/**
 * The older vocabulary files of each family, rewritten as the one {@code tokenizer.json} document that the native library
 * reads. The recipes are those by which transformers converts its Python tokenizers to the fast ones; a little over 150
 * lines because the document is spelled out.
 */
final class VocabularyFiles {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final TokenizerFolder folder;
    private final Map<SpecialToken, String> special;

    VocabularyFiles(TokenizerFolder folder) {
        this.folder = folder;
        this.special = folder.specialTokens();
    }

    /** The document; throws {@link Failure} where a file is missing or corrupt. */
    ObjectNode toTokenizerJson() {
        return switch (folder.family()) {
            case GPT2 -> byteLevelBpe("$A", "$A $B");
            case ROBERTA -> byteLevelBpe("<cls> $A <sep>", "<cls> $A <sep> <sep> $B <sep>");
            case BERT, DISTILBERT -> wordPiece();
            case T5 -> unigram();
            case LLAMA ->
                throw Failure.noInput(
                        folder.path("tokenizer.json") + ": no such file; a Llama tokenizer is read from no"
                                + " other, save it with transformers' fast tokenizer");
        };
    }

    /** GPT-2 and RoBERTa: {@code vocab.json}, {@code merges.txt}. */
    private ObjectNode byteLevelBpe(String single, String pair) {
        ObjectNode vocabulary = folder.json("vocab.json");
        boolean prefixed = folder.setting("add_prefix_space").asBoolean(false);
        ObjectNode byteLevel =
                typed("ByteLevel").put("add_prefix_space", prefixed).put("trim_offsets", true);
        ObjectNode model = typed("BPE").put("continuing_subword_prefix", "").put("end_of_word_suffix", "");
        String unknown = special.get(SpecialToken.UNK);
        model.put("unk_token", unknown != null && vocabulary.has(unknown) ? unknown : null);
        model.set("vocab", vocabulary);
        model.set("merges", merges());
        ObjectNode json = document(model);
        json.set("pre_tokenizer", byteLevel);
        json.set("decoder", byteLevel.deepCopy());
        if (single.contains("<cls>")) {
            json.set("post_processor", template(single, pair, 0, vocabulary));
        }
        return json;
    }

    /** The pairs of {@code merges.txt}, best first. */
    private ArrayNode merges() {
        ArrayNode merges = NODES.arrayNode();
        for (String line : FolderFile.text(folder.path("merges.txt")).lines().toList()) {
            if (line.isBlank() || line.startsWith("#version")) {
                continue;
            }
            if (line.chars().filter(c -> c == ' ').count() != 1) {
                throw Failure.badData(folder.path("merges.txt") + ": expected two tokens a line, got \"" + line + "\"");
            }
            merges.add(line);
        }
        return merges;
    }

    /** BERT and DistilBERT: {@code vocab.txt}, one token a line. */
    private ObjectNode wordPiece() {
        ObjectNode vocabulary = NODES.objectNode();
        String[] lines = FolderFile.text(folder.path("vocab.txt")).split("\r\n|\r|\n", -1);
        int size = lines[lines.length - 1].isEmpty() ? lines.length - 1 : lines.length;
        for (int id = 0; id < size; id++) {
            vocabulary.put(lines[id], id);
        }
        boolean lowercase = folder.setting("do_lower_case").asBoolean(true);
        ObjectNode normalizer = typed("BertNormalizer").put("clean_text", true).put("lowercase", lowercase);
        normalizer.put(
                "handle_chinese_chars", folder.setting("tokenize_chinese_chars").asBoolean(true));
        JsonNode stripAccents = folder.setting("strip_accents");
        normalizer.set("strip_accents", stripAccents.isBoolean() ? stripAccents : NODES.nullNode());
        ObjectNode model = typed("WordPiece").put("unk_token", special.get(SpecialToken.UNK));
        model.put("continuing_subword_prefix", "##").put("max_input_chars_per_word", 100);
        model.set("vocab", vocabulary);
        ObjectNode json = document(model);
        json.set("normalizer", normalizer);
        json.set("pre_tokenizer", typed("BertPreTokenizer"));
        json.set("post_processor", template("<cls> $A <sep>", "<cls> $A <sep> $B <sep>", 1, vocabulary));
        json.set("decoder", typed("WordPiece").put("prefix", "##").put("cleanup", false));
        return json;
    }

    /** T5: {@code spiece.model}, and after its pieces the sentinels in falling order. */
    private ObjectNode unigram() {
        SentencePieceModel pieces =
                SentencePieceModel.parse(FolderFile.bytes(folder.path("spiece.model")), folder.path("spiece.model"));
        ArrayNode vocabulary = NODES.arrayNode();
        pieces.pieces().forEach(piece -> vocabulary.addArray().add(piece.text()).add((double) piece.score()));
        for (int i = folder.extraIds() - 1; i >= 0; i--) {
            vocabulary.addArray().add("<extra_id_" + i + ">").add(0.0);
        }
        ObjectNode model = typed("Unigram").put("unk_id", pieces.unknownId());
        model.set("vocab", vocabulary);
        ObjectNode json = document(model);

        ObjectNode normalizer = typed("Sequence");
        ArrayNode steps = normalizer.putArray("normalizers");
        if (pieces.charsMap().length > 0) {
            String rules = Base64.getEncoder().encodeToString(pieces.charsMap());
            steps.add(typed("Precompiled").put("precompiled_charsmap", rules));
        }
        ObjectNode oneSpace = typed("Replace").put("content", " ");
        oneSpace.putObject("pattern").put("Regex", " {2,}");
        steps.add(oneSpace);
        json.set("normalizer", normalizer);

        ObjectNode metaspace = typed("Metaspace").put("replacement", "▁").put("add_prefix_space", pieces.addsPrefix());
        ObjectNode preTokenizer = typed("Sequence");
        preTokenizer.putArray("pretokenizers").add(typed("WhitespaceSplit")).add(metaspace);
        json.set("pre_tokenizer", preTokenizer);
        json.set("decoder", metaspace.deepCopy());
        json.set("post_processor", template("$A <eos>", "$A <eos> $B <eos>", 0, TokenizerJson.idsByToken(json)));
        return json;
    }

    /**
     * The special tokens around one text or two. The second text, and what follows it, has type id {@code secondType}.
     */
    private ObjectNode template(String single, String pair, int secondType, ObjectNode ids) {
        ObjectNode processor = typed("TemplateProcessing");
        ObjectNode used = NODES.objectNode();
        processor.set("single", template(single, 0, ids, used));
        processor.set("pair", template(pair, secondType, ids, used));
        processor.set("special_tokens", used);
        return processor;
    }

    private ArrayNode template(String pattern, int secondType, ObjectNode ids, ObjectNode used) {
        ArrayNode items = NODES.arrayNode();
        int type = 0;
        for (String item : pattern.split(" ", -1)) {
            type = item.equals("$B") ? secondType : type;
            String token =
                    switch (item) {
                        case "<cls>" -> special.get(SpecialToken.CLS);
                        case "<sep>" -> special.get(SpecialToken.SEP);
                        case "<eos>" -> special.get(SpecialToken.EOS);
                        default -> null;
                    };
            ObjectNode part = items.addObject().putObject(token == null ? "Sequence" : "SpecialToken");
            part.put("id", token == null ? item.substring(1) : token).put("type_id", type);
            if (token != null) {
                if (!ids.has(token)) {
                    throw Failure.badData(folder.path(folder.vocabularyFile()) + ": lacks the special token " + token);
                }
                ObjectNode entry = used.putObject(token).put("id", token);
                entry.putArray("ids").add(ids.get(token).asInt());
                entry.putArray("tokens").add(token);
            }
        }
        return items;
    }

    private static ObjectNode document(ObjectNode model) {
        ObjectNode json = NODES.objectNode().put("version", "1.0");
        json.set("model", model);
        return json;
    }

    private static ObjectNode typed(String type) {
        return NODES.objectNode().put("type", type);
    }
}
