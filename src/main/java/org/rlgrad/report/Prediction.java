package org.rlgrad.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What the model answers to one sample in an evaluation: one line of {@code predictions/<split>.<step>.jsonl}.
 *
 * @param id the sample's identifier in the dataset
 * @param prompt the text before tokenization
 * @param text the generated output
 * @param references the dataset's answers
 * @param scores by metric key, in the order of the configuration; empty where a metric has a value for the whole split only
 */
public record Prediction(
        String id, String prompt, String text, List<String> references, LinkedHashMap<String, OptionalDouble> scores) {

    /** One line of JSON without line feed; not-finite scores are the strings NaN, Infinity and -Infinity. */
    String toJson() {
        return Json.line(json -> {
            json.writeStringField("id", id);
            json.writeStringField("prompt", prompt);
            json.writeStringField("text", text);
            Json.writeTexts(json, "references", references);
            json.writeObjectFieldStart("scores");
            for (Map.Entry<String, OptionalDouble> score : scores.entrySet()) {
                if (score.getValue().isPresent()) {
                    json.writeNumberField(score.getKey(), score.getValue().getAsDouble());
                } else {
                    json.writeNullField(score.getKey());
                }
            }
            json.writeEndObject();
        });
    }
}
