package io.annealdb.data.http.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerFormatTest {
    private static final long TIME = 1_500_000_000_000_000_001L;

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    private AnswerBuffer buffer(int bytesMax) {
        return new AnswerBuffer(bytesMax, complete -> sent);
    }

    private String text() {
        return sent.toString(StandardCharsets.UTF_8);
    }

    private static void cpu(AnswerFormat format, Object... values) {
        format.beginSeries("cpu", Map.of("h", "a"), List.of("time", "v"), true);
        for (Object value : values) {
            format.row(new Object[] {TIME, value});
        }
    }

    @Test
    void jsonNamesComeInTheOrderOfInfluxDb() {
        AnswerFormat json = new JsonAnswer(buffer(1 << 16), Epoch.RFC3339, false);
        json.begin();
        json.beginStatement(0);
        cpu(json, 1.0, 2L, true, null, "q<>&\"\\\n\t\u0001\u2028é", Double.NaN);
        json.endSeries(true);
        json.beginSeries(null, Map.of(), List.of("key"), false);
        json.endSeries(false);
        json.endStatement(List.of("careful"), true);
        json.beginStatement(1);
        json.endStatement(List.of(), false);
        json.end();
        json.finish();
        String time = "[\"2017-07-14T02:40:00.000000001Z\",";
        assertThat(text())
                .isEqualTo(
                        "{\"results\":[{\"statement_id\":0,\"series\":[{\"name\":\"cpu\",\"tags\":{\"h\":\"a\"},"
                                + "\"columns\":[\"time\",\"v\"],\"values\":["
                                + time
                                + "1],"
                                + time
                                + "2],"
                                + time
                                + "true],"
                                + time
                                + "null],"
                                + time
                                + "\"q\\u003c\\u003e\\u0026\\\"\\\\\\n\\t\\u0001\\u2028é\"],"
                                + time
                                + "null]],\"partial\":true},{\"columns\":[\"key\"]}],"
                                + "\"messages\":[{\"level\":\"warning\",\"text\":\"careful\"}],\"partial\":true},"
                                + "{\"statement_id\":1}]}\n");
    }

    @Test
    void anErrorReplacesWhatItsStatementHasWritten() {
        AnswerFormat json = new JsonAnswer(buffer(1 << 16), Epoch.SECONDS, false);
        json.begin();
        json.beginStatement(0);
        cpu(json, 1.0);
        json.failStatement("broken");
        json.beginStatement(1);
        json.failStatement("not executed");
        json.end();
        json.finish();
        assertThat(text())
                .isEqualTo(
                        "{\"results\":[{\"statement_id\":0,\"error\":\"broken\"},"
                                + "{\"statement_id\":1,\"error\":\"not executed\"}]}\n");
    }

    @Test
    void anErrorAfterRowsThatHaveLeftFollowsThemAndTheTextIsStillJson() {
        AnswerFormat json = new JsonAnswer(buffer(64), Epoch.SECONDS, false);
        json.begin();
        json.beginStatement(0);
        cpu(json, "a text that is longer than what the buffer holds back before it is sent on");
        json.failStatement("broken");
        json.end();
        json.finish();
        assertThat(text())
                .startsWith("{\"results\":[{\"statement_id\":0,\"series\":[{")
                .endsWith("\"]]}],\"error\":\"broken\"}]}\n");
    }

    @Test
    void anInfiniteFloatIsRefusedInTheWordsOfGo() {
        AnswerFormat json = new JsonAnswer(buffer(1 << 16), Epoch.SECONDS, false);
        json.begin();
        json.beginStatement(0);
        assertThatThrownBy(() -> cpu(json, Double.NEGATIVE_INFINITY))
                .isInstanceOf(UnwritableValueException.class)
                .hasMessage("json: unsupported value: -Inf");
        json.failStatement("json: unsupported value: -Inf");
        json.end();
        json.finish();
        assertThat(text())
                .isEqualTo(
                        "{\"results\":[{\"statement_id\":0,\"error\":\"json: unsupported value: -Inf\"}]}\n");
    }

    @Test
    void prettyJsonIsIndentedByFour() {
        AnswerFormat json = new JsonAnswer(buffer(1 << 16), Epoch.SECONDS, true);
        json.begin();
        json.beginStatement(0);
        cpu(json, 1.0);
        json.endSeries(false);
        json.endStatement(List.of(), false);
        json.end();
        json.finish();
        assertThat(text())
                .isEqualTo(
                        """
                        {
                            "results": [
                                {
                                    "statement_id": 0,
                                    "series": [
                                        {
                                            "name": "cpu",
                                            "tags": {
                                                "h": "a"
                                            },
                                            "columns": [
                                                "time",
                                                "v"
                                            ],
                                            "values": [
                                                [
                                                    1500000000,
                                                    1
                                                ]
                                            ]
                                        }
                                    ]
                                }
                            ]
                        }
                        """);
    }

    @Test
    void noStatementIsAnEmptyObject() {
        AnswerFormat json = new JsonAnswer(buffer(1 << 16), Epoch.SECONDS, false);
        json.begin();
        json.end();
        json.finish();
        assertThat(text()).isEqualTo("{}\n");
    }

    @Test
    void csvHasAHeaderForEachStatementAndEachChangeOfColumns() {
        AnswerFormat csv = new CsvAnswer(buffer(1 << 16), Epoch.RFC3339);
        csv.begin();
        csv.beginStatement(0);
        cpu(csv, 1.5, "a,\"b\"", null, false);
        csv.endSeries(false);
        csv.beginSeries("mem", Map.of(), List.of("time", "used"), true);
        csv.row(new Object[] {TIME, 1e21});
        csv.endSeries(false);
        csv.endStatement(List.of(), false);
        csv.beginStatement(1);
        csv.endStatement(List.of(), false);
        csv.beginStatement(2);
        csv.beginSeries("databases", Map.of(), List.of("name"), false);
        csv.row(new Object[] {"x"});
        csv.endSeries(false);
        csv.endStatement(List.of(), false);
        csv.beginStatement(3);
        csv.failStatement("no, not that");
        csv.end();
        csv.finish();
        assertThat(text())
                .isEqualTo(
                        """
                        name,tags,time,v
                        cpu,h=a,1500000000000000001,1.5
                        cpu,h=a,1500000000000000001,"a,""b\"""
                        cpu,h=a,1500000000000000001,
                        cpu,h=a,1500000000000000001,false

                        name,tags,time,used
                        mem,,1500000000000000001,1000000000000000000000

                        name,tags,name
                        databases,,x
                        error
                        "no, not that"
                        """);
    }

    @Test
    void msgpackCountsWhatItHolds() {
        AnswerFormat pack = new MsgpackAnswer(buffer(1 << 16), Epoch.RFC3339, 1 << 16);
        pack.begin();
        pack.beginStatement(0);
        cpu(pack, -1.5, 300L, "x", null);
        pack.endSeries(false);
        pack.endStatement(List.of(), false);
        pack.beginStatement(1);
        cpu(pack, 1L);
        pack.failStatement("no");
        pack.end();
        pack.finish();
        String time = "c70c05" + "000000005968" + "2f00" + "00000001";
        assertThat(HexFormat.of().formatHex(sent.toByteArray()))
                .isEqualTo(
                        "81"
                                + hex("results", 0xa7)
                                + "dd00000002"
                                + "82"
                                + hex("statement_id", 0xac)
                                + "00"
                                + hex("series", 0xa6)
                                + "dd00000001"
                                + "84"
                                + hex("name", 0xa4)
                                + hex("cpu", 0xa3)
                                + hex("tags", 0xa4)
                                + "81"
                                + hex("h", 0xa1)
                                + hex("a", 0xa1)
                                + hex("columns", 0xa7)
                                + "92"
                                + hex("time", 0xa4)
                                + hex("v", 0xa1)
                                + hex("values", 0xa6)
                                + "dd00000004"
                                + "92"
                                + time
                                + "cbbff8000000000000"
                                + "92"
                                + time
                                + "d1012c"
                                + "92"
                                + time
                                + hex("x", 0xa1)
                                + "92"
                                + time
                                + "c0"
                                + "81"
                                + hex("error", 0xa5)
                                + hex("no", 0xa2));
    }

    private static String hex(String text, int head) {
        return Integer.toHexString(head)
                + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void msgpackIsBounded() {
        AnswerFormat pack = new MsgpackAnswer(buffer(1 << 16), Epoch.SECONDS, 8192);
        pack.begin();
        pack.beginStatement(0);
        assertThatThrownBy(
                        () -> {
                            pack.beginSeries("m", Map.of(), List.of("time", "v"), true);
                            for (int i = 0; i < 10_000; i++) {
                                pack.row(new Object[] {TIME, 1.5});
                            }
                        })
                .isInstanceOf(UnwritableValueException.class)
                .hasMessageContaining("chunked=true");
    }
}
