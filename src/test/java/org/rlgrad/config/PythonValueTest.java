package org.rlgrad.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonValueTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            0.0001           | 0.0001
            1e-4             | 0.0001
            1.0e-5           | 1e-05
            1.25e-7          | 1.25e-07
            0.1              | 0.1
            0                | 0
            0.0              | 0.0
            -0.0             | -0.0
            -1               | -1
            1.0              | 1.0
            100.50           | 100.5
            123456789.0      | 123456789.0
            1.0e+15          | 1000000000000000.0
            1.0e+16          | 1e+16
            2.5e+300         | 2.5e+300
            2.2250738585072014e-308 | 2.2250738585072014e-308
            5.684341886080802e-14 | 5.684341886080802e-14
            4.9e-324         | 5e-324
            .inf             | inf
            0x10             | 16
            true             | True
            no               | False
            null             | None
            abc              | abc
            '[250, 100]'     | [250, 100]
            '[a, 1.50, yes]' | ['a', 1.5, True]
            '[]'             | []
            """)
    void likePython(String yaml, String expected) {
        Problems problems = new Problems();
        ConfigValue value = new YamlParser((line, column) -> new Position("", line, column), "", problems)
                .parse(yaml)
                .orElseThrow();
        assertThat(problems.none()).isTrue();
        assertThat(PythonValue.text(value)).isEqualTo(expected);
    }

    @Test
    void readsBack() {
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(Double.parseDouble(PythonValue.number(value))).isEqualTo(value);
            }
        }
    }
}
