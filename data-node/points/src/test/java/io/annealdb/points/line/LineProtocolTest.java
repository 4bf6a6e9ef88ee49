package io.annealdb.points.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.points.FieldType;
import io.annealdb.points.RowLines;
import io.annealdb.points.Rows;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineProtocolTest {
    private static final long NOW = 1_234_567_890_123_456_789L;

    static ParsedLines parse(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return LineProtocol.parse(bytes, bytes.length, Precision.NANOSECOND, NOW);
    }

    private static Rows good(String body) {
        ParsedLines parsed = parse(body);
        assertThat(parsed.errors()).isEmpty();
        return parsed.rows();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    cpu|missing fields
                    cpu,|missing tag key
                    cpu,=a v=1|missing tag key
                    cpu,t|missing tag value
                    cpu,t v=1|missing tag value
                    cpu,t=,u=1 v=1|missing tag value
                    cpu,t=x|missing fields
                    cpu,t=a=b v=1|invalid tag format
                    cpu,a=1,b=2,a=3 v=1|duplicate tags
                    ,t=x v=1|missing measurement
                    cpu v|invalid field format
                    cpu v=1,|invalid field format
                    cpu v=1,w|invalid field format
                    cpu =1|missing field key
                    cpu v=1,=2|missing field key
                    cpu v=|missing field value
                    cpu v=,w=1|missing field value
                    cpu v=abc|invalid boolean
                    cpu v=tru|invalid boolean
                    cpu v=1.1.1|invalid number
                    cpu v=5u|invalid number
                    cpu v=NaN|invalid number
                    cpu v=-|invalid number
                    cpu v=1e|invalid float
                    cpu v=1e400|invalid float
                    cpu v=1 abc|bad timestamp
                    cpu v=1 5 6|point is invalid
                    cpu v=1 -|strconv.ParseInt: parsing "-": invalid syntax
                    cpu v=1 9223372036854775808|strconv.ParseInt: parsing "9223372036854775808": value out of range
                    cpu v=1 9223372036854775807|time outside range -9223372036854775806 - 9223372036854775806
                    cpu v=9223372036854775808i|unable to parse integer 9223372036854775808: strconv.ParseInt: parsing "9223372036854775808": value out of range
                    """)
    void aBadLineIsRefusedInInfluxDbsWords(String line, String reason) {
        ParsedLines parsed = parse("good v=1 1\n" + line + "\ngood v=2 2");
        assertThat(parsed.errors()).containsExactly("unable to parse '" + line + "': " + reason);
        assertThat(parsed.rows().size()).isEqualTo(2);
    }

    @Test
    void anOpenQuoteOrABackslashTakesTheNextLineAlong() {
        assertThat(parse("cpu v=\"abc\ngood v=2 2").errors())
                .containsExactly("unable to parse 'cpu v=\"abc\ngood v=2 2': unbalanced quotes");
        assertThat(parse("cpu v=\"abc\n").errors())
                .containsExactly("unable to parse 'cpu v=\"abc': unbalanced quotes");
        assertThat(parse("cpu v=1 5\\\ngood v=2 2").errors())
                .containsExactly("unable to parse 'cpu v=1 5\\\ngood v=2 2': bad timestamp");
    }

    @Test
    void aWindowsLineEndIsABadTimestamp() {
        assertThat(parse("cpu v=1 5\r\ncpu v=2 6\n").errors())
                .containsExactly("unable to parse 'cpu v=1 5\r': bad timestamp");
    }

    @Test
    void commentsAndBlankLinesAreSkipped() {
        assertThat(good("# x\n\n   \n\t# y\n  cpu v=1 1\n\0\n").size()).isEqualTo(1);
        assertThat(good("").size()).isZero();
    }

    @Test
    void everyTypeIsRead() {
        Rows rows = good("m a=1,b=-2i,c=\"x\",d=t,e=F,f=1e3,g=.5,h=-0,i=9223372036854775807i 7");
        assertThat(RowLines.of(rows))
                .containsExactly(
                        "m 7 0.0@0/0 a:FLOAT=3ff0000000000000 b:INTEGER=fffffffffffffffe"
                                + " c:STRING=78 d:BOOLEAN=1 e:BOOLEAN=0 f:FLOAT=408f400000000000"
                                + " g:FLOAT=3fe0000000000000 h:FLOAT=8000000000000000"
                                + " i:INTEGER=7fffffffffffffff");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.1",
                "0.30000000000000004",
                "123456789.123456789",
                "1.7976931348623157e308",
                "4.9e-324",
                "9007199254740993",
                "00012.500",
                "1E-5",
                "-1.e+5",
                "99999999.99999999",
                "1234567.1234567",
                "12345678.1234567",
                "123456789012345",
                "1234567890123456"
            })
    void floatsAreReadToTheLastBit(String number) {
        Rows rows = good(("m v=" + number + " 1\n").repeat(1) + "# " + "x".repeat(100) + "\n");
        assertThat(rows.bits(0, 0))
                .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(number)));
    }

    @Test
    void escapesAreUndoneWhereTheyMayStand() {
        Rows rows = good("c\\,p\\ u,k\\ 1=v\\=\\,1,z=\\x f\\ \\,\\=\\\"=\"q\\\"\\\\\\n\" 1");
        assertThat(rows.series(0).measurement()).isEqualTo("c,p u");
        assertThat(rows.series(0).tag("k 1")).isEqualTo("v=,1");
        assertThat(rows.series(0).tag("z")).isEqualTo("\\x");
        assertThat(rows.shape(0).name(0)).isEqualTo("f ,=\"");
        assertThat(rows.text(rows.bits(0, 0)))
                .isEqualTo("q\"\\\\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aNewlineWithinQuotesIsPartOfTheString() {
        Rows rows = good("m v=\"a\nb\" 1\nm v=\"c\" 2");
        assertThat(rows.size()).isEqualTo(2);
        assertThat(rows.text(rows.bits(0, 0))).isEqualTo("a\nb".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void keysWrittenInSeveralWaysAreOneSeries() {
        Rows rows = good("m,a=1,b=2 v=1 1\nm,b=2,a=1 v=2 2\nm,a=\\1,b=2 v=1 3\nm,a=1,b=2 v=3 4");
        assertThat(rows.seriesCount()).isEqualTo(2);
        assertThat(rows.series(1)).isSameAs(rows.series(0)).hasToString("m,a=1,b=2");
        assertThat(rows.series(3)).isSameAs(rows.series(0));
        assertThat(good("m,b=2,a=1 v=1\nm,a=1,b=2 v=1").seriesCount()).isEqualTo(1);
        assertThat(good("m,a==x v=1\nm,a=\\=x v=1").seriesCount()).isEqualTo(1);
    }

    @Test
    void theLaterOfTwoFieldsOfOneNameCounts() {
        Rows rows = good("m v=1,w=2,v=\"x\" 1");
        assertThat(rows.shape(0).size()).isEqualTo(2);
        assertThat(rows.shape(0).type(0)).isEqualTo(FieldType.STRING);
    }

    @Test
    void aLineWithoutATimeGetsTheTimeCutDownToThePrecision() {
        byte[] body = "m v=1".getBytes(StandardCharsets.UTF_8);
        assertThat(LineProtocol.parse(body, body.length, Precision.SECOND, NOW).rows().time(0))
                .isEqualTo(1_234_567_890_000_000_000L);
        assertThat(LineProtocol.parse(body, body.length, Precision.MINUTE, -1).rows().time(0))
                .isEqualTo(-60_000_000_000L);
    }

    @Test
    void timesAreScaledAndMustFit() {
        byte[] body = "m v=1 -5\nm v=1 99999999999999".getBytes(StandardCharsets.UTF_8);
        ParsedLines parsed = LineProtocol.parse(body, body.length, Precision.HOUR, NOW);
        assertThat(parsed.rows().time(0)).isEqualTo(-18_000_000_000_000L);
        assertThat(parsed.errors()).singleElement().asString().contains("time outside range");
        assertThat(good("m v=1 9223372036854775806\nm v=1 -9223372036854775806").minTime())
                .isEqualTo(-9223372036854775806L);
    }

    @Test
    void precisionsGoByInfluxDbsNames() {
        assertThat(List.of("n", "ns", "u", "ms", "s", "m", "h"))
                .extracting(name -> Precision.parse(name).nanos())
                .containsExactly(
                        1L,
                        1L,
                        1_000L,
                        1_000_000L,
                        1_000_000_000L,
                        60_000_000_000L,
                        3_600_000_000_000L);
        assertThat(Precision.parse(null)).isEqualTo(Precision.NANOSECOND);
        assertThat(Precision.parse("")).isEqualTo(Precision.NANOSECOND);
        assertThatThrownBy(() -> Precision.parse("zz"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("invalid precision \"zz\" (use n, u, ms, s, m or h)");
    }

    @Test
    void aKeyMayNotBeLongerThanInfluxDbTakes() {
        String tag = "x".repeat(65_535 - "m,t=#!~#v".length());
        assertThat(good("m,t=" + tag + " v=1").size()).isEqualTo(1);
        assertThat(parse("m,t=" + tag + "x v=1").errors())
                .singleElement()
                .asString()
                .endsWith("max key length exceeded: 65536 > 65535");
    }

    @Test
    void bytesBehindTheBodyAreNotRead() {
        byte[] bytes = "m v=1 1\nm v=2 23456\n".getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(bytes, bytes.length + 200);
        Arrays.fill(padded, bytes.length, padded.length, (byte) '9');
        for (int length = 0; length <= bytes.length; length++) {
            assertThat(RowLines.of(LineProtocol.parse(padded, length, Precision.SECOND, 0).rows()))
                    .isEqualTo(
                            RowLines.of(
                                    LineProtocol.parse(
                                                    Arrays.copyOf(bytes, length),
                                                    length,
                                                    Precision.SECOND,
                                                    0)
                                            .rows()));
        }
    }
}
