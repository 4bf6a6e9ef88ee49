package io.annealdb.data.http;

/** A path that InfluxDB knows and this server does not serve: it says so, and what to use. */
final class NotServedEndpoint implements Endpoint {
    private final String explanation;

    NotServedEndpoint(String explanation) {
        this.explanation = explanation;
    }

    @Override
    public void serve(Exchange exchange) {
        throw new Refusal(501, explanation);
    }
}
