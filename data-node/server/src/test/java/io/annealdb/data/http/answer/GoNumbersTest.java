package io.annealdb.data.http.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoNumbersTest {
    private static final double[] CORNERS = {
        1,
        0.1,
        0.3,
        2e-3,
        1e22,
        1e23,
        2e23,
        9007199254740993.0,
        Double.MAX_VALUE,
        Double.MIN_NORMAL,
        Double.MIN_VALUE,
        2 * Double.MIN_VALUE,
        9.5e-323,
        5e-322,
        4.35,
        8.41e21,
        5.684341886080801e-14,
        2.2250738585072011e-308,
        1.7976931348623155e308,
        9.109383701528e-31,
        Math.PI,
        1 / 3.0
    };

    @Test
    void aNumberHasTheFewestDigitsThatReadBackAndOfThoseTheClosest() {
        Random random = new Random(7);
        DoubleStream any =
                DoubleStream.generate(() -> Double.longBitsToDouble(random.nextLong()))
                        .filter(Double::isFinite)
                        .limit(20_000);
        DoubleStream measured =
                DoubleStream.generate(() -> Math.round(random.nextDouble() * 1e9) / 1e4)
                        .limit(5_000);
        DoubleStream tiny =
                DoubleStream.generate(() -> Double.longBitsToDouble(random.nextInt(5_000)))
                        .limit(5_000);
        DoubleStream powers = DoubleStream.iterate(0x1p-1074, x -> x * 2).limit(2_098);
        DoubleStream.concat(
                        DoubleStream.concat(any, measured),
                        DoubleStream.concat(
                                tiny, DoubleStream.concat(powers, DoubleStream.of(CORNERS))))
                .filter(value -> value != 0)
                .map(Math::abs)
                .forEach(GoNumbersTest::checkShortest);
    }

    private static void checkShortest(double value) {
        ShortestDecimal decimal = ShortestDecimal.of(value);
        BigDecimal digits = BigDecimal.valueOf(decimal.digits());
        BigDecimal shown = digits.scaleByPowerOfTen(decimal.exponent());
        assertThat(shown.doubleValue()).isEqualTo(value);
        BigDecimal exact = new BigDecimal(value);
        BigDecimal off = shown.subtract(exact).abs();
        for (int step : new int[] {-1, 1}) {
            BigDecimal other =
                    digits.add(BigDecimal.valueOf(step)).scaleByPowerOfTen(decimal.exponent());
            if (other.doubleValue() == value) {
                assertThat(off).isLessThanOrEqualTo(other.subtract(exact).abs());
            }
        }
        for (RoundingMode mode : new RoundingMode[] {RoundingMode.DOWN, RoundingMode.UP}) {
            BigDecimal shorter =
                    digits.divide(BigDecimal.TEN)
                            .setScale(0, mode)
                            .scaleByPowerOfTen(decimal.exponent() + 1);
            if (decimal.digits() >= 10) {
                assertThat(shorter.doubleValue())
                        .as("%s in fewer digits", value)
                        .isNotEqualTo(value);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "-0.0,-0",
        "1,1",
        "-1.5,-1.5",
        "100000000,100000000",
        "123456789.125,123456789.125",
        "1e20,100000000000000000000",
        "999999999999999900000,999999999999999900000",
        "1e21,1e+21",
        "1.5e300,1.5e+300",
        "0.000001,0.000001",
        "0.00000123,0.00000123",
        "1e-7,1e-7",
        "1.25e-10,1.25e-10",
        "4.9e-324,5e-324",
        "1.7976931348623157e308,1.7976931348623157e+308",
        "0.1,0.1",
        "67.718,67.718",
        "-3e-9,-3e-9"
    })
    void jsonIsInTheLettersOfGo(double value, String text) {
        assertThat(GoNumbers.json(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "1e21,1000000000000000000000",
        "1e-7,0.0000001",
        "-0.0,-0",
        "0.5,0.5",
        "12.25,12.25",
        "1.5e-9,0.0000000015"
    })
    void csvHasNoExponent(double value, String text) {
        assertThat(GoNumbers.plain(value)).isEqualTo(text);
    }
}
