package org.rlgrad.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rlgrad.Failure;

/**
 * One input with everything that was drawn for it: one line of {@code samples.jsonl}. Over 150 lines, for a line is read as strictly as
 * it is written, and the two belong together.
 *
 * @param position place of the input in this run, from 0
 * @param trainIndex its index in the train split
 * @param id its identifier in the dataset
 * @param prompt the text before tokenization
 * @param references the dataset's answers
 * @param texts the sampled outputs, {@code [samples]}
 * @param tokens their token ids, {@code [samples][length]}
 * @param rewards by metric key, in the order of the configuration, {@code [samples]}
 * @param referenceRewards by metric key, what each reference earns as if it were an output, {@code [references]}; empty in records of
 *     versions that did not measure it
 */
public record SampleRecord(
        int position,
        int trainIndex,
        String id,
        String prompt,
        List<String> references,
        List<String> texts,
        List<int[]> tokens,
        LinkedHashMap<String, double[]> rewards,
        LinkedHashMap<String, double[]> referenceRewards) {

    /** Checks that every sample has a text, tokens and each reward, and every reference its rewards. */
    public SampleRecord {
        int samples = texts.size();
        boolean even = tokens.size() == samples && rewards.values().stream().allMatch(r -> r.length == samples);
        if (!even) {
            throw new IllegalArgumentException(
                    "position " + position + ": texts, tokens and rewards differ in their number of samples");
        }
        if (referenceRewards.values().stream().anyMatch(r -> r.length != references.size())) {
            throw new IllegalArgumentException("position " + position + ": a reference without its reward");
        }
    }

    /** One line of JSON without line feed; not-finite rewards are the strings NaN, Infinity and -Infinity. */
    public String toJson() {
        return Json.line(json -> {
            json.writeNumberField("position", position);
            json.writeNumberField("train_index", trainIndex);
            json.writeStringField("id", id);
            json.writeStringField("prompt", prompt);
            Json.writeTexts(json, "references", references);
            json.writeArrayFieldStart("samples");
            for (int i = 0; i < texts.size(); i++) {
                writeSample(json, i);
            }
            json.writeEndArray();
            if (!referenceRewards.isEmpty()) {
                writeReferenceRewards(json);
            }
        });
    }

    private void writeReferenceRewards(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("reference_rewards");
        for (Map.Entry<String, double[]> reward : referenceRewards.entrySet()) {
            json.writeFieldName(reward.getKey());
            json.writeArray(reward.getValue(), 0, reward.getValue().length);
        }
        json.writeEndObject();
    }

    private void writeSample(JsonGenerator json, int i) throws IOException {
        json.writeStartObject();
        json.writeStringField("text", texts.get(i));
        json.writeFieldName("tokens");
        json.writeArray(tokens.get(i), 0, tokens.get(i).length);
        json.writeObjectFieldStart("rewards");
        for (Map.Entry<String, double[]> reward : rewards.entrySet()) {
            json.writeNumberField(reward.getKey(), reward.getValue()[i]);
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @param where the file and line, for the message
     * @throws Failure {@code BAD_DATA} where the line is no such record
     */
    public static SampleRecord fromJson(String line, String where) {
        JsonNode root;
        try {
            root = Json.MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            throw Failure.badData(where + ": no JSON (" + Json.problem(e) + ")");
        }
        return new Parser(where).record(root);
    }

    /** Takes the tree apart; knows where it stands, for the message. */
    private record Parser(String where) {
        SampleRecord record(JsonNode root) {
            List<String> texts = new ArrayList<>();
            List<int[]> tokens = new ArrayList<>();
            LinkedHashMap<String, double[]> rewards = new LinkedHashMap<>();
            JsonNode samples = array(root, "samples");
            for (int i = 0; i < samples.size(); i++) {
                JsonNode sample = samples.get(i);
                texts.add(text(sample, "text"));
                tokens.add(integers(array(sample, "tokens")));
                addRewards(rewards, field(sample, "rewards"), i, samples.size());
            }
            List<String> references = new ArrayList<>();
            for (JsonNode reference : array(root, "references")) {
                references.add(reference.textValue());
            }
            return new SampleRecord(
                    integer(field(root, "position"), "position"),
                    integer(field(root, "train_index"), "train_index"),
                    text(root, "id"),
                    text(root, "prompt"),
                    references,
                    texts,
                    tokens,
                    rewards,
                    referenceRewards(root, references.size()));
        }

        private LinkedHashMap<String, double[]> referenceRewards(JsonNode root, int references) {
            LinkedHashMap<String, double[]> rewards = new LinkedHashMap<>();
            JsonNode given = root.path("reference_rewards");
            if (!given.isObject() && !given.isMissingNode()) {
                throw Failure.badData(where + ": 'reference_rewards' must be an object");
            }
            for (Map.Entry<String, JsonNode> reward : given.properties()) {
                JsonNode values = reward.getValue();
                if (!values.isArray() || values.size() != references) {
                    throw Failure.badData(where + ": 'reference_rewards' of " + reward.getKey()
                            + " must be an array with a number for each of the " + references + " references");
                }
                double[] numbers = new double[references];
                for (int i = 0; i < references; i++) {
                    numbers[i] = real(values.get(i), reward.getKey());
                }
                rewards.put(reward.getKey(), numbers);
            }
            return rewards;
        }

        private void addRewards(LinkedHashMap<String, double[]> rewards, JsonNode of, int sample, int samples) {
            if (sample > 0 && of.size() != rewards.size()) {
                throw Failure.badData(where + ": sample " + sample + " has other rewards than sample 0");
            }
            for (Map.Entry<String, JsonNode> reward : of.properties()) {
                double[] values = sample == 0
                        ? rewards.computeIfAbsent(reward.getKey(), key -> new double[samples])
                        : rewards.get(reward.getKey());
                if (values == null) {
                    throw Failure.badData(where + ": only sample " + sample + " has a reward " + reward.getKey());
                }
                values[sample] = real(reward.getValue(), reward.getKey());
            }
        }

        private JsonNode field(JsonNode node, String name) {
            JsonNode value = node.get(name);
            if (value == null) {
                throw Failure.badData(where + ": no field '" + name + "'");
            }
            return value;
        }

        private JsonNode array(JsonNode node, String name) {
            JsonNode value = field(node, name);
            if (!value.isArray()) {
                throw Failure.badData(where + ": '" + name + "' must be an array");
            }
            return value;
        }

        private String text(JsonNode node, String name) {
            JsonNode value = field(node, name);
            if (!value.isTextual() && !value.isNull()) {
                throw Failure.badData(where + ": '" + name + "' must be a string");
            }
            return value.textValue();
        }

        private int integer(JsonNode value, String name) {
            if (!value.isInt()) {
                throw Failure.badData(where + ": '" + name + "' must be an integer");
            }
            return value.intValue();
        }

        private int[] integers(JsonNode array) {
            int[] values = new int[array.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = integer(array.get(i), "tokens");
            }
            return values;
        }

        private double real(JsonNode value, String name) {
            if (value.isNumber()) {
                return value.doubleValue();
            }
            if (value.isTextual() && value.textValue().matches("NaN|-?Infinity")) {
                return Double.parseDouble(value.textValue());
            }
            throw Failure.badData(where + ": reward '" + name + "' must be a number");
        }
    }
}
