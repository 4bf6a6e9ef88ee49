package io.annealdb.data.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartConfig;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Attributes;

/**
 * The parameters of a query: those of a form, URL-encoded or multipart, then those of the URL. A
 * file named {@code q} stands for the parameter.
 */
final class QueryForm {
    private static final String URL_ENCODED = "application/x-www-form-urlencoded";
    private static final String MULTIPART = "multipart/form-data";

    private QueryForm() {}

    static Parameters read(Exchange exchange, int bodyBytesMax, BodyBudget bodies)
            throws IOException {
        if (!exchange.method().equals("POST")) {
            return exchange.query();
        }
        String contentType = exchange.header("Content-Type");
        String kind = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        Parameters form = new Parameters();
        if (kind.equals(URL_ENCODED) || kind.equals(MULTIPART)) {
            try (RequestBody body = RequestBody.read(exchange, bodyBytesMax, bodies)) {
                if (kind.equals(URL_ENCODED)) {
                    form.addAll(
                            Parameters.parse(
                                    new String(
                                            body.bytes(),
                                            0,
                                            body.length(),
                                            StandardCharsets.UTF_8)));
                } else {
                    addParts(contentType, body, form);
                }
            }
        }
        form.addAll(exchange.query());
        return form;
    }

    private static void addParts(String contentType, RequestBody body, Parameters form) {
        MultiPartConfig inMemory =
                new MultiPartConfig.Builder()
                        .maxMemoryPartSize(-1)
                        .maxPartSize(-1)
                        .maxSize(-1)
                        .build();
        try (MultiPartFormData.Parts parts =
                MultiPartFormData.getParts(
                        Content.Source.from(ByteBuffer.wrap(body.bytes(), 0, body.length())),
                        new Attributes.Mapped(),
                        contentType,
                        inMemory)) {
            for (MultiPart.Part part : parts) {
                if (part.getName() != null
                        && (part.getFileName() == null || part.getName().equals("q"))) {
                    form.add(part.getName(), part.getContentAsString(StandardCharsets.UTF_8));
                }
            }
        } catch (RuntimeException e) {
            throw new Refusal(400, "malformed multipart form: " + e.getMessage());
        }
    }
}
