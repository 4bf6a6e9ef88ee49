package io.annealdb.data.http;

import java.io.IOException;

/** What answers a path. Called on a thread of the server's, which it may block. */
interface Endpoint {
    /**
     * @throws Refusal for an error reply, as long as no other has begun
     */
    void serve(Exchange exchange) throws IOException;
}
