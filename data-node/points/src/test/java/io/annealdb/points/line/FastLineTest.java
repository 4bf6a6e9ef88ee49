package io.annealdb.points.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.points.RowLines;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The fast way may take or leave a line, but never take it otherwise than the slow way. */
class FastLineTest {
    private static final String[] KEYS = {
        "cpu",
        "cpu,host=a,region=eu",
        "cpu,host=b,region=eu",
        "disk\\ io,path=/a\\,b",
        "m,z=1,a=2",
        "m,a=2,z=1",
        "größe,tag=wert",
        "m,a==x",
        "#c",
        "cpu,host=a,host=b",
        "cpu,host"
    };
    private static final String[] NAMES = {
        "v",
        "usage_user",
        "usage_system",
        "a\\ b",
        "\"q",
        "x\\,y",
        "a_very_long_name_of_a_field",
        "12345678",
        "1234567",
        "123456789012345",
        "1234567890123456"
    };
    private static final String[] VALUES = {
        "1",
        "1i",
        "-5i",
        "0.25",
        "-12.5",
        "99",
        "12345678i",
        "123456789012345i",
        "1234567890123456789i",
        "9223372036854775808i",
        "1e5",
        "1e400",
        ".5",
        "5.",
        ".",
        "-",
        "-.5",
        "0.30000000000000004",
        "123456.7890123",
        "t",
        "false",
        "TRUE",
        "tRUE",
        "\"s\"",
        "\"\"",
        "\"a b,c=d\"",
        "\"a\\\"b\"",
        "\"multi\nline\"",
        "\"open",
        "nan",
        "5u",
        "1.5i",
        "--1"
    };
    private static final String[] TIMES = {
        "", " 1700000000000000000", " 1700000000000000000", " 1700000000000000001", " 5", " -5",
        "  7", " 7 ", " 9223372036854775807", " 9223372036854775806", " 99999999999999999999", " x",
        " 5\r", " "
    };
    private static final String NOISE = "\\\"=, \n\t\r\0#abc019.-+eiu";

    private static String line(Random random, boolean tidy) {
        StringBuilder out = new StringBuilder(KEYS[random.nextInt(tidy ? 7 : KEYS.length)]);
        int fields = random.nextInt(1, 5);
        for (int field = 0; field < fields; field++) {
            out.append(field == 0 ? ' ' : ',');
            out.append(NAMES[tidy ? field : random.nextInt(NAMES.length)]).append('=');
            out.append(VALUES[random.nextInt(tidy ? 8 : VALUES.length)]);
        }
        out.append(TIMES[random.nextInt(tidy ? 5 : TIMES.length)]);
        for (int times = tidy ? 0 : random.nextInt(3) - 1; times > 0; times--) {
            int at = random.nextInt(out.length());
            out.setCharAt(at, NOISE.charAt(random.nextInt(NOISE.length())));
        }
        return out.toString();
    }

    @Test
    void bothWaysAgreeOnEveryLine() {
        for (int seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(1, 40); i > 0; i--) {
                text.append(line(random, seed % 3 == 0 || random.nextInt(4) > 0)).append('\n');
            }
            byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
            // behind a long comment every line is far enough from the end to be parsed fast
            byte[] padded = Arrays.copyOf(body, body.length + 200);
            Arrays.fill(padded, body.length, padded.length, (byte) '#');
            List<String> rows = new ArrayList<>();
            List<String> errors = new ArrayList<>();
            oneByOne(padded, rows, errors);
            ParsedLines parsed =
                    LineProtocol.parse(padded, padded.length, Precision.NANOSECOND, 42);
            assertThat(RowLines.of(parsed.rows())).as("seed %s", seed).isEqualTo(rows);
            assertThat(parsed.errors()).as("seed %s", seed).isEqualTo(errors);
        }
    }

    /** Each line as a body of its own, without a newline, which only the slow way takes. */
    private static void oneByOne(byte[] body, List<String> rows, List<String> errors) {
        LineScanner scanner = new LineScanner(body);
        for (int at = 0; at < body.length; ) {
            int end = scanner.lineEnd(at, body.length);
            byte[] line = Arrays.copyOfRange(body, at, end);
            ParsedLines parsed = LineProtocol.parse(line, line.length, Precision.NANOSECOND, 42);
            rows.addAll(RowLines.of(parsed.rows()));
            errors.addAll(parsed.errors());
            at = end + 1;
        }
    }

    @Test
    void randomBytesAreNeverMoreThanBadLines() {
        Random random = new Random(9);
        for (int round = 0; round < 20_000; round++) {
            byte[] body = new byte[random.nextInt(200)];
            for (int i = 0; i < body.length; i++) {
                body[i] = (byte) NOISE.charAt(random.nextInt(NOISE.length()));
            }
            int length = random.nextInt(body.length + 1);
            ParsedLines parsed = LineProtocol.parse(body, length, Precision.SECOND, round);
            assertThat(parsed.rows().size() + parsed.errors().size()).isLessThanOrEqualTo(length);
        }
    }
}
