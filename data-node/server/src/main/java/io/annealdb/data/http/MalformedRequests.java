package io.annealdb.data.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers what is not HTTP and so reached no endpoint; never with a page or a stack trace. */
final class MalformedRequests implements Request.Handler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String text = HttpStatus.getMessage(response.getStatus());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put("X-Influxdb-Version", ServerVersion.influx());
        response.getHeaders().put("X-Influxdb-Error", text);
        byte[] body = ("{\"error\":\"" + text + "\"}\n").getBytes(StandardCharsets.UTF_8);
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }
}
