package org.rlgrad.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.rlgrad.Failure;
import org.rlgrad.report.ExperimentLabels.Method;
import org.rlgrad.report.ExperimentLabels.Setting;
import org.rlgrad.report.ExperimentSummary.Change;
import org.rlgrad.report.ExperimentSummary.GroupSummary;
import org.rlgrad.report.ExperimentSummary.TestSummary;
import org.rlgrad.report.GroupMeasurement.Group;

/** {@link ExperimentSummary} as JSON, forth and back. Long, since every field has a line for each way. */
final class ExperimentSummaryJson {
    private static final String HALF_WAY = "epochs_half_way_to_maximal_reward";

    private ExperimentSummaryJson() {}

    static ObjectNode toJson(List<ExperimentSummary> summaries) {
        ObjectNode root = Json.MAPPER.createObjectNode();
        ArrayNode experiments = root.putArray("experiments");
        summaries.forEach(summary -> experiments.add(toJson(summary)));
        return root;
    }

    static ObjectNode toJson(ExperimentSummary summary) {
        ExperimentLabels labels = summary.labels();
        Setting setting = labels.setting();
        ObjectNode root = Json.MAPPER.createObjectNode();
        root.put("experiment", labels.experiment())
                .put("dataset", setting.dataset())
                .put("model", setting.model())
                .put("method", labels.method().key())
                .put("pretraining", setting.pretraining())
                .put("optimizer", setting.optimizer())
                .put("learning_rate", setting.learningRate())
                .put("reward_type", setting.rewardType())
                .put("labels_per_sample", setting.labelsPerSample())
                .put("seed", labels.seed())
                .put("parameters", setting.parameters())
                .put("train_samples", setting.trainSamples())
                .put("test_samples", setting.testSamples())
                .put("epochs", setting.epochs());
        if (setting.pretraining()) {
            root.put("target_loss", setting.targetLoss());
        }
        ObjectNode groups = root.putObject("groups");
        summary.groups().forEach(group -> put(groups.putObject(group.group().key()), group));
        summary.test().ifPresent(test -> {
            ObjectNode node = root.putObject("test").put("samples", test.samples());
            put(node, "loss", test.loss());
            put(node, "accuracy", test.accuracy());
        });
        return root;
    }

    private static void put(ObjectNode node, GroupSummary group) {
        node.put("samples", group.samples());
        put(node, "loss", group.loss());
        put(node, "reward", group.reward());
        put(node, "reward_std", group.rewardStd());
        put(node, "accuracy", group.accuracy());
        put(node, "grad_norm", group.gradNorm());
        if (group.epochsHalfWay().isPresent()) {
            node.put(HALF_WAY, group.epochsHalfWay().getAsInt());
        } else {
            node.putNull(HALF_WAY);
        }
    }

    private static void put(ObjectNode node, String key, Change change) {
        ObjectNode both = node.putObject(key);
        put(both, "initial", change.initial());
        put(both, "final", change.last());
    }

    private static void put(ObjectNode node, String key, double value) {
        if (Double.isNaN(value)) {
            node.putNull(key);
        } else {
            node.put(key, value);
        }
    }

    static ExperimentSummary read(Path path) {
        JsonNode root;
        try {
            root = Json.MAPPER.readTree(Files.readAllBytes(path));
        } catch (JsonProcessingException e) {
            throw Failure.badData(path + ": no JSON (" + Json.problem(e) + ")");
        } catch (IOException e) {
            throw Failure.unreadable(path, e);
        }
        return new Parser(path).summary(root);
    }

    /** Takes the tree apart; knows the file, for the message. */
    private record Parser(Path path) {
        ExperimentSummary summary(JsonNode root) {
            List<GroupSummary> groups = new ArrayList<>();
            JsonNode nodes = field(root, "groups");
            for (Group group : List.of(Group.SMALL_REWARD_STD, Group.LARGE_REWARD_STD, Group.ALL)) {
                if (nodes.has(group.key())) {
                    groups.add(group(group, nodes.get(group.key())));
                }
            }
            Optional<TestSummary> test = Optional.ofNullable(root.get("test"))
                    .map(node -> new TestSummary(integer(node, "samples"), real(node, "loss"), real(node, "accuracy")));
            return new ExperimentSummary(labels(root), groups, test);
        }

        private ExperimentLabels labels(JsonNode root) {
            Setting setting = new Setting(
                    text(root, "dataset"),
                    text(root, "model"),
                    bool(root, "pretraining"),
                    text(root, "optimizer"),
                    real(root, "learning_rate"),
                    text(root, "reward_type"),
                    integer(root, "labels_per_sample"),
                    check(field(root, "parameters").isIntegralNumber(), root, "parameters", "a whole number")
                            .longValue(),
                    integer(root, "train_samples"),
                    integer(root, "test_samples"),
                    integer(root, "epochs"));
            return new ExperimentLabels(text(root, "experiment"), method(root), integer(root, "seed"), setting);
        }

        private Method method(JsonNode root) {
            String key = text(root, "method");
            for (Method method : Method.values()) {
                if (method.key().equals(key)) {
                    return method;
                }
            }
            throw Failure.badData(path + ": method '" + key + "' is unknown");
        }

        private GroupSummary group(Group group, JsonNode node) {
            JsonNode halfWay = field(node, HALF_WAY);
            return new GroupSummary(
                    group,
                    integer(node, "samples"),
                    change(node, "loss"),
                    change(node, "reward"),
                    change(node, "reward_std"),
                    change(node, "accuracy"),
                    change(node, "grad_norm"),
                    halfWay.isNull() ? OptionalInt.empty() : OptionalInt.of(integer(node, HALF_WAY)));
        }

        private Change change(JsonNode node, String key) {
            JsonNode both = field(node, key);
            return new Change(real(both, "initial"), real(both, "final"));
        }

        private JsonNode field(JsonNode node, String key) {
            JsonNode value = node.get(key);
            if (value == null) {
                throw Failure.badData(path + ": no key '" + key + "'; is this the summary of a controlled experiment?");
            }
            return value;
        }

        private String text(JsonNode node, String key) {
            return check(field(node, key).isTextual(), node, key, "a text").textValue();
        }

        private boolean bool(JsonNode node, String key) {
            return check(field(node, key).isBoolean(), node, key, "true or false")
                    .booleanValue();
        }

        private int integer(JsonNode node, String key) {
            return check(field(node, key).isInt(), node, key, "a whole number").intValue();
        }

        private double real(JsonNode node, String key) {
            JsonNode value = field(node, key);
            return value.isNull()
                    ? Double.NaN
                    : check(value.isNumber(), node, key, "a number or null").doubleValue();
        }

        private JsonNode check(boolean fits, JsonNode node, String key, String what) {
            if (!fits) {
                throw Failure.badData(path + ": '" + key + "' must be " + what);
            }
            return node.get(key);
        }
    }
}
