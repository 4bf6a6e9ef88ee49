package io.annealdb.cli.report;

import java.util.List;

/** Several shards in a line. */
final class ShardNames {
    private static final int NAMED_MAX = 12;

    private ShardNames() {}

    /** {@code shard 7}, {@code shards 7, 8}; of many the first ones and how many more. */
    static String of(List<String> ids) {
        if (ids.size() == 1) {
            return "shard " + ids.get(0);
        }
        List<String> named = ids.subList(0, Math.min(NAMED_MAX, ids.size()));
        int more = ids.size() - named.size();
        return "shards " + String.join(", ", named) + (more > 0 ? " and " + more + " more" : "");
    }
}
