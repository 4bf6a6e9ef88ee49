package io.annealdb.data.testing;

import io.annealdb.image.ClusterImage;
import io.annealdb.image.RepairJobInfo;
import io.annealdb.meta.client.MetaService;
import io.annealdb.meta.client.MetaUnavailableException;
import io.annealdb.proto.HeartbeatReply;
import io.annealdb.proto.HeartbeatRequest;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.MetaReply;
import io.annealdb.proto.StatusReply;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Meta over a line that can be cut. */
public final class CutMeta implements MetaService {
    private final MetaService meta;
    private final BooleanSupplier cut;

    public CutMeta(MetaService meta, BooleanSupplier cut) {
        this.meta = meta;
        this.cut = cut;
    }

    private MetaService reached() throws MetaUnavailableException {
        if (cut.getAsBoolean()) {
            throw new MetaUnavailableException("the line to meta is cut");
        }
        return meta;
    }

    @Override
    public MetaReply execute(MetaCommand command) throws MetaUnavailableException {
        return reached().execute(command);
    }

    @Override
    public ClusterImage image(boolean linearizable) throws MetaUnavailableException {
        return reached().image(linearizable);
    }

    @Override
    public HeartbeatReply heartbeat(HeartbeatRequest request) throws MetaUnavailableException {
        return reached().heartbeat(request);
    }

    @Override
    public StatusReply status() throws MetaUnavailableException {
        return reached().status();
    }

    @Override
    public Optional<RepairJobInfo> repair(long id) throws MetaUnavailableException {
        return reached().repair(id);
    }

    @Override
    public Watch watch(long newerThan, Consumer<ClusterImage> listener, Consumer<String> lost) {
        return meta.watch(
                newerThan,
                image -> {
                    if (!cut.getAsBoolean()) {
                        listener.accept(image);
                    }
                },
                lost);
    }
}
