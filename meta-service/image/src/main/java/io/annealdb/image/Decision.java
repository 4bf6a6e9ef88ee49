package io.annealdb.image;

import io.annealdb.proto.MetaReply;
import java.util.List;

/**
 * What a command leads to.
 *
 * @param records none if nothing is to change
 * @param reply its image version is that after the records
 */
public record Decision(List<MetaRecord> records, MetaReply reply) {
    public Decision {
        records = List.copyOf(records);
    }
}
