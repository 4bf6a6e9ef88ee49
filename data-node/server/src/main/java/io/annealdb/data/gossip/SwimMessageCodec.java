package io.annealdb.data.gossip;

import io.scalecube.cluster.transport.api.Message;
import io.scalecube.cluster.transport.api.MessageCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;

/**
 * SWIM's messages in the library's own form, which is Java's serialization, but no class is taken
 * from the wire except the library's and a few plain ones: the port must not be a way to run code.
 */
final class SwimMessageCodec implements MessageCodec {
    private static final ObjectInputFilter TAKEN =
            ObjectInputFilter.Config.createFilter(
                    "maxdepth=20;maxrefs=100000;maxbytes=4194304;io.scalecube.cluster.**;"
                            + "java.lang.*;java.util.*;!*");

    @Override
    public Message deserialize(InputStream stream) throws Exception {
        Message message = new Message();
        try (ObjectInputStream in = new ObjectInputStream(stream)) {
            in.setObjectInputFilter(TAKEN);
            message.readExternal(in);
        } catch (InvalidClassException e) {
            throw new IOException("a message that is not SWIM's: " + e.getMessage(), e);
        }
        return message;
    }

    @Override
    public void serialize(Message message, OutputStream stream) throws Exception {
        try (ObjectOutputStream out = new ObjectOutputStream(stream)) {
            message.writeExternal(out);
        }
    }
}
