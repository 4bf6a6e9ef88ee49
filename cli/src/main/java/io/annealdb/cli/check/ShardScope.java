package io.annealdb.cli.check;

import io.annealdb.cli.CommandFailure;
import io.annealdb.cli.terminal.NearestName;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.DatabaseInfo;
import io.annealdb.image.ShardPlace;
import io.annealdb.points.ShardId;
import java.util.List;
import java.util.Optional;

/**
 * Which shards a check or a repair is about: one, those of a database, or all but {@code
 * _internal}.
 */
public record ShardScope(Optional<String> database, Optional<Long> shard) {
    private static final String INTERNAL = "_internal";

    /**
     * The shards, in the order of the image.
     *
     * @throws CommandFailure if the database or the shard does not exist
     */
    public List<ShardPlace> in(ClusterImage image) {
        database.ifPresent(name -> requireDatabase(image, name));
        shard.ifPresent(id -> requireShard(image, id));
        return image.shards().stream().filter(this::covers).toList();
    }

    private boolean covers(ShardPlace place) {
        String name = place.database().name();
        boolean wantedDatabase =
                database.map(name::equals).orElse(shard.isPresent() || !name.equals(INTERNAL));
        return wantedDatabase && shard.map(id -> place.shard().id().value() == id).orElse(true);
    }

    public static void requireDatabase(ClusterImage image, String name) {
        if (image.database(name).isEmpty()) {
            List<String> names = image.databases().stream().map(DatabaseInfo::name).toList();
            throw CommandFailure.failed(
                    "there is no database \""
                            + name
                            + "\"."
                            + NearestName.hint(name, names)
                            + " anneal query 'SHOW DATABASES' lists them.");
        }
    }

    public static void requireGroup(ClusterImage image, long group) {
        if (image.shards().stream().noneMatch(place -> place.group().id() == group)) {
            throw CommandFailure.failed(
                    "there is no shard group " + group + ". anneal shards lists them.");
        }
    }

    private void requireShard(ClusterImage image, long id) {
        Optional<ShardPlace> place = id < 1 ? Optional.empty() : image.shard(new ShardId(id));
        if (place.isEmpty()) {
            throw CommandFailure.failed("there is no shard " + id + ". anneal shards lists them.");
        }
        String holder = place.get().database().name();
        if (database.isPresent() && !database.get().equals(holder)) {
            throw CommandFailure.failed(
                    "shard " + id + " is of database \"" + holder + "\". Name that one, or none.");
        }
    }
}
