package io.annealdb.data.http;

import io.annealdb.data.http.answer.AnswerBuffer;
import io.annealdb.data.http.answer.AnswerFormat;
import io.annealdb.data.http.answer.Epoch;
import io.annealdb.data.http.answer.JsonAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** One request and the reply to it. For one thread. */
final class Exchange {
    /** InfluxDB cuts the header there; the body says all. */
    private static final int ERROR_HEADER_CHARS_MAX = 1024;

    /** How much of a body that nobody wants is read, so that the connection can go on. */
    private static final int UNWANTED_BYTES_MAX = 256 * 1024;

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final String id;
    private final Parameters query;
    private Function<AnswerBuffer, AnswerFormat> errorFormat =
            buffer -> new JsonAnswer(buffer, Epoch.RFC3339, false);

    Exchange(Request request, Response response, Callback callback, String id) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.id = id;
        this.query = Parameters.parse(request.getHttpURI().getQuery());
    }

    String id() {
        return id;
    }

    String method() {
        return request.getMethod();
    }

    String path() {
        return Request.getPathInContext(request);
    }

    /** The parameters of the URL. */
    Parameters query() {
        return query;
    }

    /** Empty if the request does not have it. */
    String header(String name) {
        String value = request.getHeaders().get(name);
        return value == null ? "" : value;
    }

    /** -1 if it is not announced. */
    long contentLength() {
        return request.getLength();
    }

    InputStream body() {
        return Request.asInputStream(request);
    }

    /** Calls a listener if the connection breaks while the request is served. */
    void onBroken(Runnable listener) {
        request.addFailureListener(failure -> listener.run());
    }

    void setHeader(String name, String value) {
        response.getHeaders().put(new HttpField(name, value));
    }

    /** A client that still sends would not see a reply to which the connection is closed. */
    private void passOverBody() throws IOException {
        if (!header("Expect").isEmpty()) {
            closeAfterReply();
            return;
        }
        InputStream rest = body();
        byte[] unwanted = new byte[4096];
        int passed = 0;
        for (int read = 0; read >= 0; read = rest.read(unwanted)) {
            passed += read;
            if (passed > UNWANTED_BYTES_MAX) {
                closeAfterReply();
                return;
            }
        }
    }

    void closeAfterReply() {
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }

    boolean replied() {
        return response.isCommitted();
    }

    /** How the refusals of this request are written; JSON if nothing is said. */
    void writeErrorsAs(Function<AnswerBuffer, AnswerFormat> format) {
        errorFormat = format;
    }

    /** A reply without a body. */
    void reply(int status, String contentType) throws IOException {
        passOverBody();
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        if (status != 204) {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 0L);
        }
        Content.Sink.write(response, true, null);
    }

    void reply(int status, String contentType, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = open(status, contentType, bytes.length)) {
            if (!method().equals("HEAD")) {
                out.write(bytes);
            }
        }
    }

    void refuse(Refusal refusal) {
        String error = refusal.getMessage();
        // A header has one line of ASCII; the body says it as it is.
        String inHeader = error.replaceAll("\\p{Cntrl}+", " ").replaceAll("\\P{ASCII}", "?");
        setHeader(
                "X-Influxdb-Error",
                inHeader.substring(0, Math.min(inHeader.length(), ERROR_HEADER_CHARS_MAX)));
        String[] contentType = new String[1];
        AnswerBuffer buffer =
                new AnswerBuffer(
                        Integer.MAX_VALUE, bytes -> open(refusal.status(), contentType[0], bytes));
        AnswerFormat format = errorFormat.apply(buffer);
        contentType[0] = format.contentType();
        format.refusal(error);
    }

    /**
     * Begins a reply with a body, packed if the client takes that and the length is not known to be
     * small.
     *
     * @param length of the body; -1 if it is not known
     */
    OutputStream open(int status, String contentType, long length) throws IOException {
        passOverBody();
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        boolean packed = status == 200 && acceptsGzip();
        if (packed) {
            response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
        } else if (length >= 0) {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
        }
        OutputStream out = Content.Sink.asOutputStream(response);
        return packed ? new GZIPOutputStream(out, true) : out;
    }

    private boolean acceptsGzip() {
        for (String coding : request.getHeaders().getCSV(HttpHeader.ACCEPT_ENCODING, false)) {
            String[] parts = coding.split(";", 2);
            boolean wanted = parts.length == 1 || !parts[1].strip().matches("q=0(\\.0*)?");
            if (parts[0].strip().equalsIgnoreCase("gzip") && wanted) {
                return true;
            }
        }
        return false;
    }

    void succeeded() {
        callback.succeeded();
    }

    void failed(Throwable failure) {
        callback.failed(failure);
    }
}
