package io.annealdb.meta.log;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import io.annealdb.image.ClusterImage;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.MetaReply;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.stream.Collectors;
import org.apache.ratis.client.RaftClient;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.retry.RetryPolicies;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage.StartupOption;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.util.ExitUtils;
import org.apache.ratis.util.TimeDuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The replicated log of meta commands, and the image that it has led to here: Ratis behind the few
 * calls that we make. Any thread may call; what blocks does so for some seconds at most.
 */
public final class RaftLog implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(RaftLog.class);

    private static final long BETWEEN_ATTEMPTS_MILLIS = 100;

    /** The shaded gRPC of Ratis logs past slf4j; held here, since its level lives as long as it. */
    private static final java.util.logging.Logger SHADED_GRPC =
            java.util.logging.Logger.getLogger("org.apache.ratis.thirdparty.io.grpc");

    /**
     * @param snapshotEntries a snapshot after so many entries
     * @param segmentBytesMax of a file of the log; only whole files that a snapshot covers are cut
     * @param patience how long a call waits for a leader: longer than an election takes
     */
    public record Tuning(long snapshotEntries, long segmentBytesMax, Duration patience) {
        public static final Tuning DEFAULT = new Tuning(5_000, 8 << 20, Duration.ofSeconds(6));
    }

    /** A member of the log: its name, and where the others reach it. */
    public record Member(String name, String address) {}

    private final String name;
    private final List<Member> members;
    private final RaftGroup group;
    private final RaftServer server;
    private final RaftClient client;
    private final ImageStateMachine machine;
    private final Leadership leadership;
    private final Duration patience;
    private final ClientId ownClient = ClientId.randomId();
    private final AtomicLong ownCalls = new AtomicLong();

    private RaftLog(
            String name,
            List<Member> members,
            RaftGroup group,
            RaftServer server,
            RaftClient client,
            ImageStateMachine machine,
            Leadership leadership,
            Duration patience) {
        this.name = name;
        this.members = members;
        this.group = group;
        this.server = server;
        this.client = client;
        this.machine = machine;
        this.leadership = leadership;
        this.patience = patience;
    }

    /**
     * Opens the log and takes part in it.
     *
     * @param groupId the same on all members, another for each cluster
     * @param newImage hears of each image, in order, on the thread that applies: it must not block
     * @throws IOException with a line for the operator
     */
    public static RaftLog open(
            String name,
            List<Member> members,
            UUID groupId,
            Path dir,
            InetSocketAddress listen,
            Tuning tuning,
            Consumer<ClusterImage> newImage,
            MetricRegistry metrics)
            throws IOException {
        // Ratis would end the JVM, and with it the other nodes that may live there.
        ExitUtils.disableSystemExit();
        SHADED_GRPC.setLevel(Level.WARNING);
        refuseTakenPort(listen);
        TornTail.cut(dir.resolve(groupId.toString()));
        Leadership leadership = new Leadership();
        ImageStateMachine machine = new ImageStateMachine(newImage, leadership, metrics);
        RaftGroup group =
                RaftGroup.valueOf(
                        RaftGroupId.valueOf(groupId),
                        members.stream().map(RaftLog::peer).collect(Collectors.toList()));
        String bindHost = listen.getAddress().isAnyLocalAddress() ? "" : listen.getHostString();
        RaftProperties settings =
                RaftSettings.of(dir, bindHost, listen.getPort(), members.size(), tuning);
        RaftServer server =
                RaftServer.newBuilder()
                        .setServerId(RaftPeerId.valueOf(name))
                        .setGroup(group)
                        .setProperties(settings)
                        .setStateMachine(machine)
                        .setOption(
                                Files.exists(dir.resolve(groupId.toString()))
                                        ? StartupOption.RECOVER
                                        : StartupOption.FORMAT)
                        .build();
        try {
            server.start();
        } catch (IOException | RuntimeException e) {
            server.close();
            throw new IOException("The log of " + name + " cannot be opened: " + rootOf(e), e);
        }
        RaftClient client =
                RaftClient.newBuilder()
                        .setProperties(settings)
                        .setRaftGroup(group)
                        .setRetryPolicy(
                                RetryPolicies.retryUpToMaximumCountWithFixedSleep(
                                        (int)
                                                (tuning.patience().toMillis()
                                                        / BETWEEN_ATTEMPTS_MILLIS),
                                        TimeDuration.valueOf(
                                                BETWEEN_ATTEMPTS_MILLIS, TimeUnit.MILLISECONDS)))
                        .build();
        RaftLog log =
                new RaftLog(
                        name,
                        members,
                        group,
                        server,
                        client,
                        machine,
                        leadership,
                        tuning.patience());
        metrics.register("meta.leader", (Gauge<Integer>) () -> log.leads() ? 1 : 0);
        metrics.register("meta.image.version", (Gauge<Long>) () -> log.image().version());
        return log;
    }

    private static RaftPeer peer(Member member) {
        return RaftPeer.newBuilder().setId(member.name()).setAddress(member.address()).build();
    }

    private static void refuseTakenPort(InetSocketAddress listen) throws IOException {
        InetAddress address = listen.getAddress();
        if (address == null) {
            throw new IOException(
                    "cannot listen on " + listen.getHostString() + ": no such host is known.");
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(listen);
        } catch (IOException e) {
            throw new IOException(
                    "cannot listen on "
                            + listen.getHostString()
                            + ":"
                            + listen.getPort()
                            + " for Raft: is the port taken, or the address not of this machine? ("
                            + e.getMessage()
                            + ")",
                    e);
        }
    }

    private static String rootOf(Throwable trouble) {
        Throwable root = trouble;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    /** Tells of changes of leadership from now on; call it before the node serves. */
    public void listen(Leadership.Listener listener) {
        leadership.listen(listener);
    }

    /** What has been applied here so far. */
    public ClusterImage image() {
        return machine.image();
    }

    /** Whether this node leads and has applied what earlier leaders committed. */
    public boolean leads() {
        return leadership.leads();
    }

    /** The member that leads, as far as this node knows. */
    public Optional<String> leader() {
        try {
            DivisionInfo info = server.getDivision(group.getGroupId()).getInfo();
            return Optional.ofNullable(info.getLeaderId()).map(RaftPeerId::toString);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Sends a command to whoever leads, and waits until it is committed and applied. A command that
     * is sent again after a change of leader counts once.
     *
     * @throws NoLeaderException if nobody led for some seconds; the command may yet take effect
     */
    public MetaReply propose(MetaCommand command) throws NoLeaderException {
        try {
            return answer(client.io().send(message(command)));
        } catch (IOException e) {
            throw noMajority(e);
        }
    }

    /**
     * Appends a command only if this node leads, and waits until it is committed and applied. So a
     * leader that was replaced, and does not know it yet, changes nothing.
     *
     * @throws NoLeaderException if this node does not lead, or lost the lead meanwhile
     */
    public MetaReply proposeAsLeader(MetaCommand command)
            throws NoLeaderException, InterruptedException {
        try {
            return answer(
                    submit(
                            RaftClientRequest.writeRequestType(),
                            message(command),
                            patience.toMillis()));
        } catch (IOException e) {
            throw new NoLeaderException(name + " does not lead the meta nodes any more.", e);
        }
    }

    /**
     * The image with all that was acknowledged before this call, by any member.
     *
     * @throws NoLeaderException if nobody led for some seconds
     */
    public ClusterImage readLinearizable() throws NoLeaderException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            long seen = leadership.changes();
            try {
                RaftClientReply reply =
                        submit(
                                RaftClientRequest.readRequestType(),
                                Message.EMPTY,
                                millisUntil(deadline));
                if (reply.isSuccess()) {
                    return machine.image();
                }
                throw reply.getException();
            } catch (IOException e) {
                if (millisUntil(deadline) <= 0) {
                    throw noMajority(e);
                }
                LOG.debug("A read waits for a leader.", e);
                leadership.awaitChange(seen, Math.min(100, millisUntil(deadline)));
            }
        }
    }

    private static long millisUntil(long deadline) {
        return TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    }

    private RaftClientReply submit(RaftClientRequest.Type type, Message message, long millisMax)
            throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("told to stop before it was sent");
        }
        RaftClientRequest request =
                RaftClientRequest.newBuilder()
                        .setClientId(ownClient)
                        .setServerId(server.getId())
                        .setGroupId(group.getGroupId())
                        .setCallId(ownCalls.incrementAndGet())
                        .setMessage(message)
                        .setType(type)
                        .build();
        try {
            return server.submitClientRequestAsync(request)
                    .get(Math.max(1, millisMax), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + millisMax + " ms", e);
        }
    }

    private static Message message(MetaCommand command) {
        return Message.valueOf(ByteString.copyFrom(command.toByteArray()));
    }

    private static MetaReply answer(RaftClientReply reply) throws IOException {
        if (!reply.isSuccess()) {
            throw reply.getException();
        }
        try {
            return MetaReply.parseFrom(reply.getMessage().getContent().asReadOnlyByteBuffer());
        } catch (InvalidProtocolBufferException e) {
            throw new IOException("a reply of the log cannot be read", e);
        }
    }

    private NoLeaderException noMajority(IOException cause) {
        String text =
                members.size() == 1
                        ? "The meta node " + name + " does not lead yet. Try again."
                        : "No majority of the meta nodes "
                                + members.stream()
                                        .map(Member::name)
                                        .collect(Collectors.joining(", "))
                                + " answers. Start those that are down.";
        return new NoLeaderException(text, cause);
    }

    /** Leaves the log in order; what was acknowledged is on disk already. */
    @Override
    public void close() throws IOException {
        try {
            client.close();
        } finally {
            server.close();
        }
    }
}
