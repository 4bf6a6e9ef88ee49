package io.annealdb.cli.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** A client of the InfluxDB API of data nodes. Any thread may use it. */
public final class InfluxHttp {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final int OK_MAX = 299;

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_MAX)
                    .build();

    /**
     * What came back.
     *
     * @param body as it was sent
     */
    public record Answer(int status, String body) {
        public boolean isOk() {
            return status <= OK_MAX;
        }

        public JsonNode json() throws IOException {
            return JSON.readTree(body);
        }

        /** The error of the request, or of its first statement that has one; empty if none has. */
        public String error() throws IOException {
            if (body.isBlank()) {
                return isOk() ? "" : "HTTP " + status;
            }
            JsonNode json = json();
            String whole = json.path("error").asText("");
            if (!whole.isEmpty()) {
                return whole;
            }
            for (JsonNode result : json.path("results")) {
                if (result.has("error")) {
                    return result.path("error").asText();
                }
            }
            return isOk() ? "" : "HTTP " + status;
        }
    }

    /**
     * Asks a query.
     *
     * @param parameters besides {@code q}: db, epoch, replica, …
     */
    public Answer query(String address, String influxQl, Map<String, String> parameters)
            throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(uri(address, "/query", parameters))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("q=" + encode(influxQl)))
                        .build();
        return send(address, request);
    }

    /**
     * Writes line protocol.
     *
     * @param parameters db, precision, consistency
     */
    public Answer write(String address, String lines, Map<String, String> parameters)
            throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(uri(address, "/write", parameters))
                        .POST(BodyPublishers.ofString(lines))
                        .build();
        return send(address, request);
    }

    private Answer send(String address, HttpRequest request) throws IOException {
        try {
            HttpResponse<String> response =
                    client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(response.statusCode(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + address + " was asked", e);
        } catch (IOException e) {
            throw new IOException("no data node answers at http://" + address, e);
        }
    }

    private static URI uri(String address, String path, Map<String, String> parameters) {
        String query =
                parameters.entrySet().stream()
                        .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                        .collect(Collectors.joining("&"));
        return URI.create("http://" + address + path + (query.isEmpty() ? "" : "?" + query));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
