package io.annealdb.data.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.data.query.ReadMode;
import io.annealdb.query.QueryException;
import io.annealdb.query.ResultSeries;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryEndpointTest {
    private static final String SELECT = "SELECT v FROM m";
    private static final String OTHER = "SELECT v FROM n";

    private static ServedApi api;

    @BeforeAll
    static void serve() throws IOException {
        api = new ServedApi();
    }

    @BeforeEach
    void forget() {
        api.forget();
    }

    @AfterEach
    void everyAnswerWasClosed() {
        assertThat(api.open).isZero();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private String body(String... parameters) {
        HttpResponse<String> reply = api.query(parameters);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return reply.body();
    }

    @Test
    void aQueryAnswersJson() {
        api.answers(SELECT, 2);
        HttpResponse<String> reply = api.query("q", "select v from m", "db", "db");
        assertThat(reply.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(reply.body())
                .isEqualTo(
                        "{\"results\":[{\"statement_id\":0,\"series\":[{\"name\":\"m\",\"columns\":[\"time\",\"v\"],"
                                + "\"values\":[[\"1970-01-01T00:00:00Z\",0],[\"1970-01-01T00:00:01Z\",1]]}]}]}\n");
        assertThat(api.requests.get(0).database()).isEqualTo("db");
        assertThat(api.requests.get(0).mode()).isEqualTo(ReadMode.CLUSTER);
    }

    @Test
    void noDataIsAResultWithoutSeries() {
        assertThat(body("q", "select v from m"))
                .isEqualTo("{\"results\":[{\"statement_id\":0}]}\n");
    }

    @Test
    void theQueryMayComeInAnyKindOfForm() {
        api.answers(SELECT, 1);
        String expected = body("q", "select v from m", "epoch", "ns");
        String multipart =
                """
                --b
                Content-Disposition: form-data; name="epoch"

                ns
                --b
                Content-Disposition: form-data; name="q"%s

                select v from m
                --b--
                """;
        List<HttpRequest.Builder> requests =
                List.of(
                        api.request("/query")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                ServedApi.form(
                                                        "q", "select v from m", "epoch", "ns"))),
                        api.request("/query?epoch=ns&q=show+users")
                                .header(
                                        "Content-Type",
                                        "application/x-www-form-urlencoded; charset=utf-8")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                ServedApi.form("q", "select v from m"))),
                        api.request("/query?epoch=ns&q=select+v+from+m")
                                .POST(HttpRequest.BodyPublishers.noBody()),
                        api.request("/query")
                                .header("Content-Type", "multipart/form-data; boundary=b")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                multipart.formatted("").replace("\n", "\r\n"))),
                        api.request("/query")
                                .header("Content-Type", "multipart/form-data; boundary=b")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                multipart
                                                        .formatted("; filename=\"q.txt\"")
                                                        .replace("\n", "\r\n"))));
        for (HttpRequest.Builder request : requests) {
            assertThat(api.send(request).body()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select v from m where h = $h|{\"x\":1}|error parsing query: missing parameter: h",
                "select v from m|[1]|error parsing query parameters: json: cannot unmarshal array into Go value of type map[string]interface {}",
                "select v from m|{\"h\":1.5|error parsing query parameters: unexpected EOF",
                "select v from m|{\"h\":1e5}|error parsing json value: strconv.ParseInt: parsing \"1e5\": invalid syntax",
            })
    void wrongBindParametersAreRefused(String query, String params, String error) {
        HttpResponse<String> reply = api.query("q", query, "params", params);
        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.headers().firstValue("X-Influxdb-Error")).hasValue(error);
    }

    @Test
    void bindParametersKeepTheirTypes() throws IOException {
        assertThat(
                        BindParameters.parse(
                                "{\"a\":1,\"b\":1.0,\"c\":\"x\",\"d\":true,\"e\":{\"regex\":\"y\"}} rest"))
                .isEqualTo(
                        Map.of("a", 1L, "b", 1.0, "c", "x", "d", true, "e", Map.of("regex", "y")));
    }

    @Test
    void whatIsNotInfluxQlIsRefused() {
        HttpResponse<String> reply = api.query("q", "sel");
        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body())
                .startsWith("{\"error\":\"error parsing query: found sel, expected SELECT");
        reply = api.send(api.request("/query?q=sel").header("Accept", "text/csv"));
        assertThat(reply.body()).startsWith("error\n\"error parsing query: found sel,");
        assertThat(reply.headers().firstValue("Content-Type")).hasValue("text/csv");
    }

    @Test
    void anErrorStopsTheStatementsAfterIt() {
        api.answers(SELECT, 1);
        api.answers.put(
                OTHER,
                () -> {
                    throw new QueryException("database not found: x");
                });
        assertThat(body("q", SELECT + ";" + OTHER + ";" + SELECT, "epoch", "s"))
                .isEqualTo(
                        "{\"results\":[{\"statement_id\":0,\"series\":[{\"name\":\"m\",\"columns\":[\"time\",\"v\"],\"values\":[[0,0]]}]},"
                                + "{\"statement_id\":1,\"error\":\"database not found: x\"},"
                                + "{\"statement_id\":2,\"error\":\"not executed\"}]}\n");
        assertThat(api.executed).containsExactly(SELECT, OTHER);
    }

    @Test
    void whatARetryMayCureIsA503() {
        api.answers.put(
                OTHER,
                () -> {
                    throw QueryException.passing("no meta node answers", null);
                });
        HttpResponse<String> reply = api.query("q", OTHER);
        assertThat(reply.statusCode()).isEqualTo(503);
        assertThat(reply.body())
                .isEqualTo(
                        "{\"results\":[{\"statement_id\":0,\"error\":\"no meta node answers\"}]}\n");
    }

    @Test
    void anErrorWhileRowsAreComputedReplacesThem() {
        api.answers.put(
                SELECT,
                () ->
                        List.of(
                                        new ResultSeries(
                                                "m",
                                                Map.of(),
                                                List.of("time", "v"),
                                                true,
                                                ServedApi.countedRows(
                                                        3,
                                                        () -> {
                                                            throw new QueryException("gone");
                                                        })))
                                .iterator());
        assertThat(body("q", SELECT))
                .isEqualTo("{\"results\":[{\"statement_id\":0,\"error\":\"gone\"}]}\n");
        assertThat(body("q", SELECT, "chunked", "true", "chunk_size", "2", "epoch", "s"))
                .isEqualTo(
                        "{\"results\":[{\"statement_id\":0,\"series\":[{\"name\":\"m\",\"columns\":[\"time\",\"v\"],"
                                + "\"values\":[[0,0],[1,1]],\"partial\":true}],\"partial\":true}]}\n"
                                + "{\"results\":[{\"statement_id\":0,\"error\":\"gone\"}]}\n");
    }

    @Test
    void aChangeByGetEarnsAWarningByPostNone() {
        assertThat(body("q", "create database x"))
                .isEqualTo(
                        "{\"results\":[{\"statement_id\":0,\"messages\":[{\"level\":\"warning\",\"text\":\"deprecated use of"
                                + " 'CREATE DATABASE x' in a read only context, please use a POST request instead\"}]}]}\n");
        assertThat(api.post("/query?q=create+database+x", "").body())
                .isEqualTo("{\"results\":[{\"statement_id\":0}]}\n");
    }

    @Test
    void chunksSayWhatFollows() {
        api.answers.put(
                SELECT,
                () -> List.of(ServedApi.series("a", 3), ServedApi.series("b", 1)).iterator());
        assertThat(
                        body(
                                "q",
                                SELECT + ";" + OTHER,
                                "chunked",
                                "true",
                                "chunk_size",
                                "2",
                                "epoch",
                                "s"))
                .isEqualTo(
                        """
                        {"results":[{"statement_id":0,"series":[{"name":"a","columns":["time","v"],"values":[[0,0],[1,1]],"partial":true}],"partial":true}]}
                        {"results":[{"statement_id":0,"series":[{"name":"a","columns":["time","v"],"values":[[2,2]]}],"partial":true}]}
                        {"results":[{"statement_id":0,"series":[{"name":"b","columns":["time","v"],"values":[[0,0]]}]}]}
                        {"results":[{"statement_id":1}]}
                        """);
    }

    @Test
    void csvAndMsgpackAreAnsweredWhereTheyAreAccepted() {
        api.answers(SELECT, 1);
        HttpResponse<String> csv =
                api.send(
                        api.request("/query?" + ServedApi.form("q", SELECT))
                                .header("Accept", "application/csv"));
        assertThat(csv.body()).isEqualTo("name,tags,time,v\nm,,0,0\n");
        HttpResponse<byte[]> pack =
                api.sendForBytes(
                        api.request("/query?" + ServedApi.form("q", SELECT))
                                .header("Accept", "application/x-msgpack"));
        assertThat(pack.headers().firstValue("Content-Type")).hasValue("application/x-msgpack");
        assertThat(pack.body()).startsWith(0x81, 0xa7, 'r', 'e', 's');
    }

    @Test
    void anAnswerIsPackedIfTheClientTakesThat() throws IOException {
        api.answers(SELECT, 50_000);
        HttpResponse<byte[]> packed =
                api.sendForBytes(
                        api.request("/query?" + ServedApi.form("q", SELECT))
                                .header("Accept-Encoding", "gzip, deflate"));
        assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(body("q", SELECT));
        }
    }

    @Test
    void rowsLeaveWhileLaterOnesAreStillComputed() throws Exception {
        java.util.concurrent.CountDownLatch seen = new java.util.concurrent.CountDownLatch(1);
        api.answers.put(
                SELECT,
                () ->
                        List.of(
                                        new ResultSeries(
                                                "m",
                                                Map.of(),
                                                List.of("time", "v"),
                                                true,
                                                ServedApi.countedRows(
                                                        20_000,
                                                        () -> {
                                                            try {
                                                                seen.await();
                                                            } catch (InterruptedException e) {
                                                                throw new IllegalStateException(e);
                                                            }
                                                        })))
                                .iterator());
        try (Socket socket = new Socket("127.0.0.1", api.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(
                            ("GET /query?"
                                            + ServedApi.form("q", SELECT)
                                            + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            byte[] first = socket.getInputStream().readNBytes(50_000);
            assertThat(new String(first, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 200 OK");
            seen.countDown();
            String rest =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(rest).contains("19999]]}]}]}");
        }
    }

    @Test
    void anIncompleteAnswerNamesItsShards() {
        api.lacks(SELECT, 7, "cannot be read whole: node 2 is away; left out");
        api.lacks(OTHER, 9, "read as it is");
        HttpResponse<String> reply = api.query("q", SELECT + ";" + OTHER);
        assertThat(reply.headers().firstValue("X-Anneal-Incomplete")).hasValue("7,9");
        assertThat(reply.body())
                .isEqualTo(
                        "{\"results\":[{\"statement_id\":0,\"messages\":[{\"level\":\"warning\",\"text\":\"this answer is"
                                + " incomplete. Shard 7: cannot be read whole: node 2 is away; left out\"}]},"
                                + "{\"statement_id\":1,\"messages\":[{\"level\":\"warning\",\"text\":\"this answer is"
                                + " incomplete. Shard 9: read as it is\"}]}]}\n");
        assertThat(api.query("q", "show users").headers().firstValue("X-Anneal-Incomplete"))
                .isEmpty();
    }

    @Test
    void theHeaderKnowsOfLaterStatementsAlsoWhenTheFirstAnswerIsLarge() {
        api.answers(SELECT, 10_000);
        api.lacks(OTHER, 9, "left out");
        HttpResponse<String> reply = api.query("q", SELECT + ";" + OTHER);
        assertThat(reply.headers().firstValue("X-Anneal-Incomplete")).hasValue("9");
        assertThat(api.executed).containsExactly(SELECT, OTHER);
    }

    @Test
    void aStatementBehindAChangeIsNotBegunBeforeIt() {
        api.answers(SELECT, 10_000);
        body("q", SELECT + "; create database x;" + OTHER);
        assertThat(api.executed).containsExactly(SELECT, "CREATE DATABASE x", OTHER);
    }

    @Test
    void ofVeryManyShardsTheHeaderNamesTheFirst() {
        for (int shard = 1; shard <= 1_200; shard++) {
            api.lacks(SELECT, shard, "left out");
        }
        HttpResponse<String> reply = api.query("q", SELECT);
        assertThat(reply.headers().firstValue("X-Anneal-Incomplete").orElseThrow())
                .startsWith("1,2,3,")
                .endsWith(",1000,more");
        assertThat(reply.body()).contains("Shards 1, 2, 3,").contains(", 1200: left out\"");
    }

    @Test
    void whatIsNestedTooDeeplyIsRefused() {
        HttpResponse<String> reply =
                api.send(
                        api.request("/query")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "q=select+v+from+m+where+" + "(".repeat(50_000))));
        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body()).contains("error parsing query");
    }

    @Test
    void replicaAndRequireAreHandedOn() {
        body("q", SELECT, "replica", "local", "require", "complete", "rp", "week");
        assertThat(api.requests.get(0).mode()).isEqualTo(ReadMode.LOCAL);
        assertThat(api.requests.get(0).requireComplete()).isTrue();
        assertThat(api.requests.get(0).retentionPolicy()).isEqualTo("week");
        assertThat(api.query("q", SELECT, "replica", "2").statusCode()).isEqualTo(400);
        assertThat(api.query("q", SELECT, "require", "most").statusCode()).isEqualTo(400);
    }

    @Test
    void tooManyQueriesAreRefusedInsideTheAnswer() {
        api.tooManyQueries = true;
        assertThat(body("q", SELECT))
                .isEqualTo(
                        "{\"results\":[{\"statement_id\":0,\"error\":\"max-concurrent-queries limit"
                                + " exceeded(1, 1)\"}]}\n");
    }

    @Test
    void anAsyncQueryRunsAndAnswersNothing() {
        HttpResponse<String> reply = api.query("q", SELECT, "async", "true");
        assertThat(reply.statusCode()).isEqualTo(204);
        assertThat(reply.body()).isEmpty();
        assertThat(api.executed).containsExactly(SELECT);
    }

    @Test
    void prettyIsIndented() {
        assertThat(body("q", SELECT, "pretty", "true"))
                .isEqualTo(
                        "{\n    \"results\": [\n        {\n            \"statement_id\": 0\n        }\n    ]\n}\n");
    }
}
