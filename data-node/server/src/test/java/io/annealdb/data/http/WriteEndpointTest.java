package io.annealdb.data.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.data.write.Consistency;
import io.annealdb.data.write.WriteOutcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WriteEndpointTest {
    private static ServedApi api;

    @BeforeAll
    static void serve() throws IOException {
        api = new ServedApi();
    }

    @BeforeEach
    void forget() {
        api.forget();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }

    private void assertRefused(HttpResponse<String> reply, int status, String error) {
        assertThat(reply.statusCode()).isEqualTo(status);
        assertThat(reply.body())
                .isEqualTo(
                        "{\"error\":\""
                                + error.replace("\\", "\\\\")
                                        .replace("\"", "\\\"")
                                        .replace("\n", "\\n")
                                + "\"}\n");
        assertThat(reply.headers().firstValue("X-Influxdb-Error"))
                .hasValue(error.replace("\n", " "));
    }

    private void assertDone(HttpResponse<String> reply) {
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(204);
        assertThat(reply.body()).isEmpty();
    }

    @Test
    void pointsGoToTheWriterAndTheReplyIsNoContent() {
        assertDone(api.post("/write?db=db&rp=week&consistency=quorum", "m,h=a v=1 5\nm v=2 6"));
        ServedApi.Written written = api.written.get(0);
        assertThat(written.database()).isEqualTo("db");
        assertThat(written.retentionPolicy()).isEqualTo("week");
        assertThat(written.level()).isEqualTo(Consistency.QUORUM);
        assertThat(written.rows().size()).isEqualTo(2);
        assertThat(written.rows().time(0)).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# a comment\n  \n"})
    void nothingToWriteIsFine(String body) {
        assertDone(api.post("/write?db=db", body));
        assertThat(api.written).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "n,7",
        "ns,7",
        "u,7000",
        "ms,7000000",
        "s,7000000000",
        "m,420000000000",
        "h,25200000000000"
    })
    void aPrecisionIsTheUnitOfTimes(String precision, long time) {
        assertDone(api.post("/write?db=db&precision=" + precision, "m v=1 7"));
        assertThat(api.written.get(0).rows().time(0)).isEqualTo(time);
    }

    @Test
    void apointWithoutATimeHasThatOfTheServer() {
        assertDone(api.post("/write?db=db", "m v=1"));
        assertThat(api.written.get(0).rows().time(0))
                .isEqualTo(ServedApi.NOW.getEpochSecond() * 1_000_000_000 + 7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/write|400|database is required",
                "/write?db=no|404|database not found: \"no\"",
                "/write?db=db&precision=zz|400|invalid precision \"zz\" (use n, u, ms, s, m or h)",
                "/write?db=db&consistency=most|400|invalid consistency level",
                "/api/v2/write|404|bucket name \"\" is missing a slash; not in \"database/retention-policy\" format",
                "/api/v2/write?bucket=/x|404|bucket name \"/x\" is in db/rp form but has an empty database",
                "/api/v2/write?bucket=db/x&precision=h|400|invalid precision \"h\" (use ns, us, ms or s)",
            })
    void aWrongParameterIsRefused(String path, int status, String error) {
        assertRefused(api.post(path, "m v=1 1"), status, error);
        assertThat(api.written).isEmpty();
    }

    @Test
    void whenAllLinesAreBadEachIsNamed() {
        assertRefused(
                api.post("/write?db=db", "bad\nm v="),
                400,
                "unable to parse 'bad': missing fields\nunable to parse 'm v=': missing field value");
        assertThat(api.written).isEmpty();
    }

    @Test
    void aBadLineCostsThatLineAlone() {
        assertRefused(
                api.post("/write?db=db", "m v=1 1\nm v=x 2\nm v=3 3"),
                400,
                "partial write: unable to parse 'm v=x 2': invalid boolean dropped=0");
        assertThat(api.written.get(0).rows().size()).isEqualTo(2);
    }

    @Test
    void aTypeConflictIsNamedAndCounted() {
        String conflict =
                "field type conflict: input field \"v\" on measurement \"m\" is type string, already"
                        + " exists as type float";
        api.outcome = new WriteOutcome.Written(List.of(conflict), 0);
        assertRefused(
                api.post("/write?db=db", "m v=\"s\""),
                400,
                "partial write: " + conflict + " dropped=1");
    }

    @Test
    void pointsBeyondRetentionAreCounted() {
        api.outcome = new WriteOutcome.Written(List.of(), 2);
        assertRefused(
                api.post("/write?db=db", "m v=1 1\nm v=2 2"),
                400,
                "partial write: points beyond retention policy dropped=2");
    }

    @Test
    void aPassingTroubleOfTheClusterIsA503() {
        api.outcome = new WriteOutcome.NotEnoughOwners("1 of 2 owners answered");
        assertRefused(api.post("/write?db=db", "m v=1"), 503, "1 of 2 owners answered");
        api.outcome = new WriteOutcome.Unavailable("the clock of this node is ahead");
        assertRefused(api.post("/write?db=db", "m v=1"), 503, "the clock of this node is ahead");
    }

    @Test
    void anUnknownPolicyIsA500() {
        api.outcome = new WriteOutcome.PolicyNotFound("x");
        assertRefused(api.post("/write?db=db&rp=x", "m v=1"), 500, "retention policy not found: x");
    }

    @Test
    void aBucketIsADatabaseAndAPolicy() {
        assertDone(api.post("/api/v2/write?bucket=db/week&precision=us", "m v=1 7"));
        assertThat(api.written.get(0).retentionPolicy()).isEqualTo("week");
        assertThat(api.written.get(0).rows().time(0)).isEqualTo(7_000);
        assertDone(api.post("/api/v2/write?bucket=db", "m v=1 7"));
        assertThat(api.written.get(1).retentionPolicy()).isEmpty();
    }

    @Test
    void gzipIsUnpackedAlsoInChunks() throws IOException {
        byte[] packed = gzip("m v=1 1\nm v=2 2");
        for (HttpRequest.BodyPublisher body :
                List.of(
                        HttpRequest.BodyPublishers.ofByteArray(packed),
                        HttpRequest.BodyPublishers.ofInputStream(
                                () -> new ByteArrayInputStream(packed)))) {
            assertDone(
                    api.send(
                            api.request("/write?db=db")
                                    .header("Content-Encoding", "gzip")
                                    .POST(body)));
        }
        assertThat(api.written).hasSize(2).allMatch(written -> written.rows().size() == 2);
    }

    @Test
    void whatIsNotGzipIsRefused() throws IOException {
        byte[] torn = gzip("m v=1 1");
        for (byte[] body :
                List.of(
                        "m v=1 and more".getBytes(StandardCharsets.UTF_8),
                        java.util.Arrays.copyOf(torn, torn.length - 9))) {
            HttpResponse<String> reply =
                    api.send(
                            api.request("/write?db=db")
                                    .header("Content-Encoding", "gzip")
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
            assertThat(reply.statusCode()).isEqualTo(400);
        }
        assertThat(api.written).isEmpty();
    }

    @Test
    void tooLargeABodyIsRefusedAnnouncedChunkedAndPacked() throws IOException {
        String large = "m v=1 1\n".repeat(ServedApi.BODY_BYTES_MAX / 8 + 1);
        byte[] bytes = large.getBytes(StandardCharsets.UTF_8);
        List<HttpRequest.Builder> requests =
                List.of(
                        api.request("/write?db=db")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes)),
                        api.request("/write?db=db")
                                .POST(
                                        HttpRequest.BodyPublishers.ofInputStream(
                                                () -> new ByteArrayInputStream(bytes))),
                        api.request("/write?db=db")
                                .header("Content-Encoding", "gzip")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(gzip(large))));
        for (HttpRequest.Builder request : requests) {
            HttpResponse<String> reply = api.send(request);
            assertRefused(reply, 413, "Request Entity Too Large");
            assertThat(reply.headers().firstValue("Connection")).hasValue("close");
        }
        assertThat(api.written).isEmpty();
    }

    @Test
    void aBodyOfExactlyTheLimitIsTaken() {
        String line = "m v=1 1\n";
        String body = line.repeat(ServedApi.BODY_BYTES_MAX / line.length());
        String full = body + "#".repeat(ServedApi.BODY_BYTES_MAX - body.length());
        assertDone(api.post("/write?db=db", full));
        assertDone(
                api.send(
                        api.request("/write?db=db")
                                .POST(
                                        HttpRequest.BodyPublishers.ofInputStream(
                                                () ->
                                                        new ByteArrayInputStream(
                                                                full.getBytes(
                                                                        StandardCharsets
                                                                                .UTF_8))))));
    }

    @Test
    void whatIsNoTextIsRefusedAndTheReplyIsStillHttp() {
        byte[] noise = new byte[2_000];
        new java.util.Random(5).nextBytes(noise);
        HttpResponse<String> reply =
                api.send(
                        api.request("/write?db=db")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(noise)));
        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body()).startsWith("{\"error\":\"").endsWith("\"}\n");
        assertThat(reply.headers().firstValue("X-Influxdb-Error")).isPresent();
        assertDone(api.post("/write?db=db", "m v=1"));
    }

    @Test
    void bodiesInMemoryAreBoundedTogether() {
        BodyBudget budget = new BodyBudget(100);
        budget.take(60);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> budget.take(41))
                .isInstanceOf(Refusal.class)
                .satisfies(e -> assertThat(((Refusal) e).status()).isEqualTo(503));
        budget.giveBack(60);
        budget.take(100);
        assertThat(budget.taken()).isEqualTo(100);
    }
}
