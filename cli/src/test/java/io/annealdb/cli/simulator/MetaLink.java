package io.annealdb.cli.simulator;

import io.annealdb.image.ClusterImage;
import io.annealdb.image.RepairJobInfo;
import io.annealdb.meta.client.InMemoryMeta;
import io.annealdb.meta.client.MetaService;
import io.annealdb.meta.client.MetaUnavailableException;
import io.annealdb.proto.HeartbeatReply;
import io.annealdb.proto.HeartbeatRequest;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.MetaReply;
import io.annealdb.proto.StatusReply;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One node's way to meta, which can be cut. What meta says of its own accord takes a while to
 * arrive, and is not heard by a life that is over.
 */
final class MetaLink implements MetaService {
    private final World world;
    private final InMemoryMeta meta;
    private final Life life;
    private final Consumer<HeartbeatRequest> heartbeats;

    /**
     * @param heartbeats sees what each heartbeat says
     */
    MetaLink(World world, InMemoryMeta meta, Life life, Consumer<HeartbeatRequest> heartbeats) {
        this.world = world;
        this.meta = meta;
        this.life = life;
        this.heartbeats = heartbeats;
    }

    private boolean cut() {
        return world.weather.metaAway() || life.node.metaCut();
    }

    private void checkReachable() throws MetaUnavailableException {
        if (!life.goesOn() || cut()) {
            throw new MetaUnavailableException("No meta node answers " + life.node + ".");
        }
    }

    @Override
    public MetaReply execute(MetaCommand command) throws MetaUnavailableException {
        checkReachable();
        MetaReply reply = meta.execute(command);
        if (world.weather.losesMetasReply()) {
            world.struck(Fault.META_REPLY_LOST, life.node + " " + command.getCommandCase());
            throw new MetaUnavailableException("Meta's answer to " + life.node + " is lost.");
        }
        return reply;
    }

    @Override
    public ClusterImage image(boolean linearizable) throws MetaUnavailableException {
        checkReachable();
        return ClusterImage.fromProto(meta.image(linearizable).toProto());
    }

    @Override
    public HeartbeatReply heartbeat(HeartbeatRequest request) throws MetaUnavailableException {
        heartbeats.accept(request);
        checkReachable();
        return meta.heartbeat(request);
    }

    @Override
    public StatusReply status() throws MetaUnavailableException {
        checkReachable();
        return meta.status();
    }

    @Override
    public Optional<RepairJobInfo> repair(long id) throws MetaUnavailableException {
        checkReachable();
        return meta.repair(id);
    }

    @Override
    public Watch watch(long newerThan, Consumer<ClusterImage> listener, Consumer<String> lost) {
        Stream stream = new Stream(newerThan, listener, lost);
        if (cut()) {
            stream.broken("meta does not answer");
        } else {
            stream.open();
        }
        return stream::cancel;
    }

    /** A stream of images that breaks when the line is cut, as soon as something is to be said. */
    private final class Stream {
        private final Consumer<ClusterImage> listener;
        private final Consumer<String> lost;
        private long told;
        private boolean over;
        private Watch watch = () -> {};

        Stream(long newerThan, Consumer<ClusterImage> listener, Consumer<String> lost) {
            this.told = newerThan;
            this.listener = listener;
            this.lost = lost;
        }

        void open() {
            watch = meta.watch(told, this::changed, this::broken);
            if (over) {
                watch.cancel();
            }
        }

        private void changed(ClusterImage image) {
            if (cut()) {
                broken("the line is cut");
                return;
            }
            life.execute(
                    () -> {
                        if (!over && image.version() > told) {
                            told = image.version();
                            listener.accept(image);
                        }
                    });
        }

        private void broken(String why) {
            if (!over) {
                over = true;
                watch.cancel();
                life.execute(() -> lost.accept(why));
            }
        }

        void cancel() {
            over = true;
            watch.cancel();
        }
    }
}
