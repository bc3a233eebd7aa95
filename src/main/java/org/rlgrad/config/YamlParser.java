package org.rlgrad.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rlgrad.config.ConfigValue.Kind;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/** YAML 1.1 text to {@link ConfigValue}s; bounded, so that a hostile file ends in a message, not in exhaustion. */
final class YamlParser {
    private static final int MOST_ALIASES = 50;
    private static final int DEEPEST = 30;
    private static final int MOST_VALUES = 10_000;

    /** How a mark of the text becomes a place that the user knows. */
    interface Places {
        Position at(int line, int column);
    }

    private final Places places;
    private final String keyOfAll;
    private final Problems problems;
    private int values;

    /** @param keyOfAll the key that the text is the value of; empty for a file */
    YamlParser(Places places, String keyOfAll, Problems problems) {
        this.places = places;
        this.keyOfAll = keyOfAll;
        this.problems = problems;
    }

    /** The text's only document; empty if the text holds none, or is not YAML (which has been reported then). */
    Optional<ConfigValue> parse(String text) {
        try {
            Node root = new Yaml(new SafeConstructor(limits())).compose(new java.io.StringReader(text));
            return root == null ? Optional.empty() : Optional.of(value(root, keyOfAll, 0));
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
            report(mark == null ? places.at(1, 1) : place(mark), syntaxMessage(e));
        } catch (ReaderException e) {
            report(placeOf(text, e.getPosition()), String.format("character U+%04X is not allowed", e.getCodePoint()));
        } catch (YAMLException e) {
            report(places.at(1, 1), e.getMessage());
        } catch (TooMuch e) {
            report(e.position, e.getMessage());
        }
        return Optional.empty();
    }

    private void report(Position position, String message) {
        problems.error(position, keyOfAll, "cannot be read as YAML: " + message.replaceAll("\\s+", " "));
    }

    private static LoaderOptions limits() {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(MOST_ALIASES);
        options.setNestingDepthLimit(DEEPEST);
        options.setMergeOnCompose(true);
        return options;
    }

    private static String syntaxMessage(MarkedYAMLException e) {
        String what = e.getProblem();
        if (e.getContext() != null) {
            Mark begin = e.getContextMark();
            boolean elsewhere = begin != null
                    && e.getProblemMark() != null
                    && begin.getLine() != e.getProblemMark().getLine();
            String where = elsewhere ? " that begins in line " + (begin.getLine() + 1) : "";
            what = e.getContext() + where + ", " + what;
        }
        return what.contains("TAB") ? what + "; indent with spaces" : what;
    }

    private Position place(Mark mark) {
        return places.at(mark.getLine() + 1, mark.getColumn() + 1);
    }

    /** The place of a code point's index, for the one exception that has no mark. */
    private Position placeOf(String text, int index) {
        int end = text.offsetByCodePoints(0, Math.min(index, text.codePointCount(0, text.length())));
        String before = text.substring(0, end);
        int lineStart = before.lastIndexOf('\n') + 1;
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        return places.at(line, 1 + before.codePointCount(lineStart, end));
    }

    private ConfigValue value(Node node, String key, int depth) {
        Position position = place(node.getStartMark());
        if (++values > MOST_VALUES) {
            throw new TooMuch(position, "more than " + MOST_VALUES + " values");
        }
        if (depth > DEEPEST) {
            throw new TooMuch(position, "nested too deeply; does an alias stand for something that holds it?");
        }
        if (node instanceof MappingNode mapping) {
            return mapping(mapping, position, key, depth);
        }
        if (node instanceof SequenceNode sequence) {
            List<ConfigValue> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(value(item, BlockReader.join(key, Integer.toString(items.size())), depth + 1));
            }
            return new ConfigValue.Sequence(position, items);
        }
        return scalar((ScalarNode) node, position, key);
    }

    private ConfigValue mapping(MappingNode node, Position position, String path, int depth) {
        Map<String, ConfigValue.Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            Position keyPosition = place(tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
                problems.error(keyPosition, path, "a key must be text");
                continue;
            }
            String key = BlockReader.join(path, keyNode.getValue());
            ConfigValue value = value(tuple.getValueNode(), key, depth + 1);
            ConfigValue.Entry first =
                    entries.putIfAbsent(keyNode.getValue(), new ConfigValue.Entry(keyPosition, value));
            if (first != null) {
                problems.error(
                        keyPosition,
                        key,
                        "given twice, first at " + first.keyPosition().locate(""));
            }
        }
        return new ConfigValue.Mapping(position, entries);
    }

    private ConfigValue scalar(ScalarNode node, Position position, String key) {
        boolean plain = node.getScalarStyle() == ScalarStyle.PLAIN;
        return new ConfigValue.Scalar(position, kind(node.getTag(), position, key), plain, node.getValue());
    }

    private Kind kind(Tag tag, Position position, String key) {
        if (tag.equals(Tag.INT)) {
            return Kind.INTEGER;
        } else if (tag.equals(Tag.FLOAT)) {
            return Kind.FLOAT;
        } else if (tag.equals(Tag.BOOL)) {
            return Kind.BOOLEAN;
        } else if (tag.equals(Tag.NULL)) {
            return Kind.NULL;
        } else if (!tag.equals(Tag.STR) && !tag.equals(Tag.TIMESTAMP) && !tag.equals(Tag.MERGE)) {
            problems.error(position, key, "the tag " + tag + " is not understood; leave it out");
        }
        return Kind.TEXT;
    }

    /** A limit of ours was passed. */
    private static final class TooMuch extends RuntimeException {
        private final transient Position position;

        TooMuch(Position position, String message) {
            super(message);
            this.position = position;
        }
    }
}
