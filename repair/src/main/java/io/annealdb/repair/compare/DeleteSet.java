package io.annealdb.repair.compare;

import io.annealdb.points.Delete;
import io.annealdb.points.codec.DeleteCodec;
import io.annealdb.points.digest.ItemHash;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Deletes of one snapshot by id: the hash of their bytes, as the sum T adds it. */
final class DeleteSet {
    /** Most ids in one message. */
    private static final int PAGE_IDS = 1 << 16;

    private final NavigableMap<Long, byte[]> bodies = new TreeMap<>(Long::compareUnsigned);

    DeleteSet(Collection<Delete> deletes, ItemHash hash) {
        for (Delete delete : deletes) {
            byte[] body = DeleteCodec.encode(delete);
            bodies.put(hash.delete(body), body);
        }
    }

    Collection<Long> ids() {
        return bodies.keySet();
    }

    boolean has(long id) {
        return bodies.containsKey(id);
    }

    byte[] body(long id) {
        return bodies.get(id);
    }

    /** The first ids of all. */
    Answer.DeleteIds firstPage() {
        return page(bodies);
    }

    Answer.DeleteIds pageAfter(long id) {
        return page(bodies.tailMap(id, false));
    }

    private static Answer.DeleteIds page(Map<Long, byte[]> from) {
        List<Long> ids = new ArrayList<>();
        for (Long id : from.keySet()) {
            if (ids.size() == PAGE_IDS) {
                return new Answer.DeleteIds(ids, true);
            }
            ids.add(id);
        }
        return new Answer.DeleteIds(ids, false);
    }

    static Delete decode(byte[] body) {
        return DeleteCodec.decode(body, 0, body.length);
    }
}
