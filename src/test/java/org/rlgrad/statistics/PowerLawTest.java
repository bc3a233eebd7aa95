package org.rlgrad.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class PowerLawTest {
    /** The numbers of SciPy's linregress on the logarithms. */
    @Test
    void agreesWithSciPy() {
        PowerLaw law =
                PowerLaw.fit(new double[] {0.001, 0.02, 0.3, 0.05, 0.7}, new double[] {0.004, 0.03, 1.1, 0.09, 1.9});
        assertThat(law.exponent()).isCloseTo(0.9825116622122602, within(1e-12));
        assertThat(law.standardError()).isCloseTo(0.09643141807988231, within(1e-12));
        assertThat(law.factor()).isCloseTo(2.4149797442781424, within(1e-12));
        assertThat(law.points()).isEqualTo(5);
    }

    @Test
    void findsAPowerLaw() {
        double[] x = {0.01, 0.1, 0.2, 3};
        PowerLaw law = PowerLaw.fit(
                x, DoubleStream.of(x).map(v -> 5 * Math.cbrt(v * v)).toArray());
        assertThat(law.exponent()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(law.factor()).isCloseTo(5, within(1e-12));
        assertThat(law.standardError()).isLessThan(1e-12);
    }

    @Test
    void knowsNothingWithoutTwoDifferentPlaces() {
        assertThat(PowerLaw.fit(new double[0], new double[0]).exponent()).isNaN();
        PowerLaw one = PowerLaw.fit(new double[] {2, 2, 2}, new double[] {1, 2, 3});
        assertThat(one.exponent()).isNaN();
        assertThat(one.points()).isEqualTo(3);
        PowerLaw two = PowerLaw.fit(new double[] {1, 2}, new double[] {1, 2});
        assertThat(two.exponent()).isCloseTo(1, within(1e-12));
        assertThat(two.standardError()).isNaN();
    }
}
