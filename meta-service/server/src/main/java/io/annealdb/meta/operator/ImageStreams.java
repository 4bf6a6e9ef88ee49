package io.annealdb.meta.operator;

import io.annealdb.image.ClusterImage;
import io.annealdb.proto.ImageReply;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Everybody who watches the image. A slow watcher skips versions; it never holds up the log or
 * fills memory.
 */
public final class ImageStreams {
    private record Encoded(long version, ImageReply reply) {}

    private final Executor executor;
    private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
    private final List<Consumer<ClusterImage>> listeners = new CopyOnWriteArrayList<>();
    private volatile ClusterImage newest = ClusterImage.EMPTY;
    private volatile Encoded encoded =
            new Encoded(
                    -1,
                    ImageReply.getDefaultInstance()); // of the newest image somebody has been sent

    public ImageStreams(Executor executor) {
        this.executor = executor;
    }

    /** Hears of each image, in order; does not block. */
    public void publish(ClusterImage image) {
        newest = image;
        listeners.forEach(listener -> listener.accept(image));
        watchers.forEach(watcher -> executor.execute(watcher::send));
    }

    /** Tells of images on this node itself, from now on; the listener must not block. */
    public void listen(Consumer<ClusterImage> listener) {
        listeners.add(listener);
    }

    void add(long newerThan, ServerCallStreamObserver<ImageReply> observer) {
        Watcher watcher = new Watcher(observer, newerThan);
        observer.setOnCancelHandler(() -> watchers.remove(watcher));
        observer.setOnReadyHandler(watcher::send);
        watchers.add(watcher);
        watcher.send();
    }

    private ImageReply reply(ClusterImage image) {
        Encoded known = encoded;
        if (known.version() != image.version()) {
            known =
                    new Encoded(
                            image.version(),
                            ImageReply.newBuilder().setImage(image.toProto()).build());
            encoded = known;
        }
        return known.reply();
    }

    /** Ends all streams. */
    public void close() {
        watchers.forEach(Watcher::end);
        watchers.clear();
    }

    private final class Watcher {
        private final ServerCallStreamObserver<ImageReply> observer;
        private long sent; // under this object's lock, like every call of the observer
        private boolean ended;

        Watcher(ServerCallStreamObserver<ImageReply> observer, long newerThan) {
            this.observer = observer;
            this.sent = newerThan;
        }

        synchronized void send() {
            ClusterImage image = newest;
            if (!ended && !observer.isCancelled() && observer.isReady() && image.version() > sent) {
                sent = image.version();
                observer.onNext(reply(image));
            }
        }

        synchronized void end() {
            if (!ended && !observer.isCancelled()) {
                ended = true;
                observer.onCompleted();
            }
        }
    }
}
