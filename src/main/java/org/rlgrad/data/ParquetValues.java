package org.rlgrad.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/**
 * What Parquet's values are in JSON: structures become maps, lists lists, texts text; 32-bit floats are widened as Python
 * does it. Decimals, dates and times become text; bytes stay bytes, which no pool asks for. Lists of the old
 * two-level form are known by their shape.
 */
final class ParquetValues {
    private ParquetValues() {}

    /** @throws IOException for text that is not UTF-8 */
    static ObjectNode map(Group group) throws IOException {
        ObjectNode map = JsonNodeFactory.instance.objectNode();
        GroupType type = group.getType();
        for (int field = 0; field < type.getFieldCount(); field++) {
            map.set(type.getFieldName(field), field(group, field));
        }
        return map;
    }

    private static JsonNode field(Group group, int field) throws IOException {
        Type type = group.getType().getType(field);
        int count = group.getFieldRepetitionCount(field);
        if (type.isRepetition(Type.Repetition.REPEATED)) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            for (int i = 0; i < count; i++) {
                list.add(value(group, field, i));
            }
            return list;
        }
        return count == 0 ? JsonNodeFactory.instance.nullNode() : value(group, field, 0);
    }

    private static JsonNode value(Group group, int field, int index) throws IOException {
        Type type = group.getType().getType(field);
        if (type.isPrimitive()) {
            return primitive(type.asPrimitiveType(), group, field, index);
        }
        Group inner = group.getGroup(field, index);
        return type.getLogicalTypeAnnotation() instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation
                ? list(inner)
                : map(inner);
    }

    /** A list is a group of one repeated group of one field, the element; in old files of a repeated element. */
    private static JsonNode list(Group group) throws IOException {
        Type repeated = group.getType().getType(0);
        if (repeated.isPrimitive() || repeated.asGroupType().getFieldCount() != 1) {
            return field(group, 0);
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < group.getFieldRepetitionCount(0); i++) {
            list.add(field(group.getGroup(0, i), 0));
        }
        return list;
    }

    private static JsonNode primitive(PrimitiveType type, Group group, int field, int index) throws IOException {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> nodes.booleanNode(group.getBoolean(field, index));
            case FLOAT -> nodes.numberNode((double) group.getFloat(field, index));
            case DOUBLE -> nodes.numberNode(group.getDouble(field, index));
            case INT32 -> {
                int value = group.getInteger(field, index);
                yield isNumber(type)
                        ? nodes.numberNode(value)
                        : nodes.textNode(type.stringifier().stringify(value));
            }
            case INT64 -> {
                long value = group.getLong(field, index);
                yield isNumber(type)
                        ? number(value)
                        : nodes.textNode(type.stringifier().stringify(value));
            }
            case INT96 -> nodes.binaryNode(group.getInt96(field, index).getBytes());
            case BINARY, FIXED_LEN_BYTE_ARRAY -> bytes(type, group.getBinary(field, index));
        };
    }

    /** Whether an integer stands for itself; unsigned ones beyond Java's are written as text, which {@link Row} can read. */
    private static boolean isNumber(PrimitiveType type) {
        LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
        return meaning == null
                || (meaning instanceof LogicalTypeAnnotation.IntLogicalTypeAnnotation integer
                        && (integer.isSigned() || integer.getBitWidth() < Integer.SIZE));
    }

    /** As in JSON, where a number is as wide as its value needs. */
    private static JsonNode number(long value) {
        return value == (int) value
                ? JsonNodeFactory.instance.numberNode((int) value)
                : JsonNodeFactory.instance.numberNode(value);
    }

    private static JsonNode bytes(PrimitiveType type, Binary bytes) throws IOException {
        LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
        if (meaning == null) {
            return JsonNodeFactory.instance.binaryNode(bytes.getBytes());
        }
        boolean text = meaning.equals(LogicalTypeAnnotation.stringType())
                || meaning.equals(LogicalTypeAnnotation.enumType())
                || meaning.equals(LogicalTypeAnnotation.jsonType());
        try {
            return JsonNodeFactory.instance.textNode(
                    text
                            ? StandardCharsets.UTF_8
                                    .newDecoder()
                                    .decode(bytes.toByteBuffer())
                                    .toString()
                            : type.stringifier().stringify(bytes));
        } catch (CharacterCodingException e) {
            throw new IOException("column \"" + type.getName() + "\" is not UTF-8");
        }
    }
}
