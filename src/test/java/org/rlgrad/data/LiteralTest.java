package org.rlgrad.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiteralTest {
    /** Left: as a cell holds it; right: the JSON it means. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|[]",
                "[1, -2, 3.5, 1e2]|[1,-2,3.5,100.0]",
                "['a', \"b's\", 'c\\'d']|[\"a\",\"b's\",\"c'd\"]",
                "['a\\n\\t\\\\', '\\xe4\\u00df\\U0001f600']|[\"a\\n\\t\\\\\",\"\u00e4\u00df\ud83d\ude00\"]",
                "['a' \"b\"  'c']|[\"a\",\"b\",\"c\"]",
                "[3 4 2]|[3,4,2]",
                "{'en': 'x', \"de\": None, 'b': True}|{\"en\":\"x\",\"de\":null,\"b\":true}",
                "[[1], {}, 'a,b',]|[[1],{},\"a,b\"]",
            })
    void pythonJsonAndNumpy(String cell, String json) {
        assertThat(Literal.parse(cell)).hasToString(json);
    }

    @Test
    void whatIsNeitherSaysWhere() {
        assertThatThrownBy(() -> Literal.parse("[1, 2")).hasMessage("it ends too early");
        assertThatThrownBy(() -> Literal.parse("['a")).hasMessage("it ends too early");
        assertThatThrownBy(() -> Literal.parse("")).hasMessage("it ends too early");
        assertThatThrownBy(() -> Literal.parse("[1] 2")).hasMessage("unexpected '2' at character 5");
        assertThatThrownBy(() -> Literal.parse("['a' ... 'b']")).hasMessage("unexpected '.' at character 6");
        assertThatThrownBy(() -> Literal.parse("{1: 2}")).hasMessage("unexpected '1' at character 2");
    }
}
