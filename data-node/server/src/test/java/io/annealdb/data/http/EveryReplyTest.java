package io.annealdb.data.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EveryReplyTest {
    private static ServedApi api;

    @BeforeAll
    static void serve() throws IOException {
        api = new ServedApi();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static HttpResponse<String> call(String method, String path) {
        return api.send(api.request(path).method(method, HttpRequest.BodyPublishers.noBody()));
    }

    private static String header(HttpResponse<?> reply, String name) {
        return reply.headers().firstValue(name).orElse("");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/ping",
        "GET,/nothing",
        "POST,/ping",
        "GET,/write",
        "GET,/query",
        "OPTIONS,/write",
        "GET,/metrics",
        "POST,/api/v2/query"
    })
    void everyReplySaysWhichVersionServes(String method, String path) {
        HttpResponse<String> reply = call(method, path);
        assertThat(header(reply, "X-Influxdb-Version"))
                .matches("1\\.8\\.10-anneal-\\d+\\.\\d+\\.\\d+");
        assertThat(header(reply, "X-Influxdb-Build")).isEqualTo("OSS");
    }

    @ParameterizedTest
    @CsvSource({"GET,/ping", "HEAD,/ping", "GET,/status", "HEAD,/status"})
    void aPingIsNoContent(String method, String path) {
        HttpResponse<String> reply = call(method, path);
        assertThat(reply.statusCode()).isEqualTo(204);
        assertThat(reply.body()).isEmpty();
        assertThat(header(reply, "Content-Type")).isEqualTo("application/json");
    }

    @Test
    void averbosePingTellsTheVersion() {
        HttpResponse<String> reply = api.get("/ping?verbose=true");
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.body()).startsWith("{\"version\":\"1.8.10-anneal-");
    }

    @Test
    void anUnknownPathIsAPlain404() {
        HttpResponse<String> reply = api.get("/nothing");
        assertThat(reply.statusCode()).isEqualTo(404);
        assertThat(reply.body()).isEqualTo("404 page not found\n");
        assertThat(header(reply, "Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(header(reply, "Request-Id")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/ping,'GET, HEAD, OPTIONS'",
        "DELETE,/query,'GET, POST, OPTIONS'",
        "GET,/write,'POST, OPTIONS'",
        "PUT,/api/v2/write,'POST, OPTIONS'"
    })
    void aWrongMethodIsToldWhichAreRight(String method, String path, String allowed) {
        HttpResponse<String> reply = call(method, path);
        assertThat(reply.statusCode()).isEqualTo(405);
        assertThat(reply.body()).isEqualTo("Method Not Allowed\n");
        assertThat(header(reply, "Allow")).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Request-Id", "X-Request-Id"})
    void aRequestKeepsItsId(String name) {
        HttpResponse<String> reply = api.send(api.request("/ping").header(name, "mine-1"));
        assertThat(header(reply, "Request-Id")).isEqualTo("mine-1");
        assertThat(header(reply, "X-Request-Id")).isEqualTo("mine-1");
    }

    @Test
    void aRequestWithoutAnIdGetsOneOfItsOwn() {
        HttpResponse<String> one = api.get("/ping");
        HttpResponse<String> other = api.get("/ping");
        assertThat(header(one, "Request-Id"))
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-1[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
                .isEqualTo(header(one, "X-Request-Id"))
                .isNotEqualTo(header(other, "Request-Id"));
    }

    @Test
    void anOriginIsAllowed() {
        HttpResponse<String> reply =
                api.send(api.request("/ping").header("Origin", "http://grafana:3000"));
        assertThat(header(reply, "Access-Control-Allow-Origin")).isEqualTo("http://grafana:3000");
        assertThat(header(reply, "Access-Control-Allow-Methods"))
                .isEqualTo("DELETE, GET, OPTIONS, POST, PUT");
        assertThat(header(api.get("/ping"), "Access-Control-Allow-Origin")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/write", "/query", "/ping"})
    void optionsAreFine(String path) {
        HttpResponse<String> reply = call("OPTIONS", path);
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.body()).isEmpty();
    }

    @Test
    void anErrorStandsInTheBodyAndInAHeader() {
        HttpResponse<String> reply = api.get("/query");
        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body())
                .isEqualTo("{\"error\":\"missing required parameter \\\"q\\\"\"}\n");
        assertThat(header(reply, "X-Influxdb-Error")).isEqualTo("missing required parameter \"q\"");
        assertThat(header(reply, "Content-Type")).isEqualTo("application/json");
    }

    @Test
    void healthIsThatOfInfluxDb() {
        assertThat(api.get("/health").body())
                .startsWith(
                        "{\"checks\":[],\"message\":\"ready for queries and writes\",\"name\":\"influxdb\","
                                + "\"status\":\"pass\",\"version\":\"1.8.10-anneal-");
    }

    @Test
    void metricsArePrometheusText() {
        api.get("/query");
        HttpResponse<String> reply = api.get("/metrics");
        assertThat(header(reply, "Content-Type")).startsWith("text/plain; version=0.0.4");
        assertThat(reply.body()).contains("# TYPE http_query summary").contains("http_query_count");
    }

    @Test
    void varsAreJson() {
        assertThat(api.get("/debug/vars").body())
                .contains("\"http.write\":{")
                .contains("\"name\":\"http.write\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v2/query", "/api/v1/prom/write", "/api/v1/prom/read"})
    void whatIsNotServedSaysSo(String path) {
        HttpResponse<String> reply = api.post(path, "x");
        assertThat(reply.statusCode()).isEqualTo(501);
        assertThat(reply.body()).contains("AnnealDB");
    }

    @Test
    void aFaultOfOursShowsTheRequestIdAndNoTrace() {
        api.answers.put(
                "SHOW USERS",
                () -> {
                    throw new IllegalStateException("secret");
                });
        HttpResponse<String> reply =
                api.send(api.request("/query?q=show+users").header("Request-Id", "r-7"));
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.body())
                .isEqualTo(
                        "{\"results\":[{\"statement_id\":0,\"error\":\"internal error; the log of"
                                + " this node tells more about request r-7\"}]}\n");
    }

    @Test
    void whatIsNotHttpGetsJsonAndNoPage() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", api.port())) {
            OutputStream out = socket.getOutputStream();
            out.write("GET /ping HTTP/9.9\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            InputStream in = socket.getInputStream();
            String reply = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(reply).contains("{\"error\":").doesNotContain("<html>");
        }
    }

    @Test
    void aTakenPortIsOneClearLine() {
        assertThatThrownBy(
                        () ->
                                HttpServer.start(
                                        HttpConfig.defaults(
                                                new InetSocketAddress("127.0.0.1", api.port()),
                                                1000),
                                        api,
                                        api,
                                        api,
                                        api.metrics,
                                        InstantSource.system(),
                                        1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "cannot serve HTTP on 127.0.0.1:" + api.port() + ": Address already in use")
                .hasMessageNotContaining("\n");
    }

    @Test
    void parametersAreDecodedAsGoDoes() {
        Parameters parameters = Parameters.parse("a=1+2%20%C3%A9&b&a=3&bad=%zz&c=x%3Dy&=e");
        assertThat(List.of(parameters.get("a"), parameters.get("b"), parameters.get("bad")))
                .containsExactly("1 2 é", "", "");
        assertThat(parameters.get("c")).isEqualTo("x=y");
    }
}
