package io.annealdb.data.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.annealdb.points.NodeId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SwimMembershipTest {
    private static final Membership.Listener NOBODY =
            new Membership.Listener() {
                @Override
                public void appeared(NodeId node) {}

                @Override
                public void vanished(NodeId node) {}
            };

    private final List<SwimMembership> started = new ArrayList<>();

    private SwimMembership start(
            String cluster, int node, int port, Membership.Listener listener, Integer... seeds) {
        List<String> addresses = List.of(seeds).stream().map(seed -> "127.0.0.1:" + seed).toList();
        SwimMembership member =
                SwimMembership.start(
                        new SwimMembership.Settings(
                                cluster,
                                new NodeId(node),
                                "127.0.0.1",
                                new InetSocketAddress("127.0.0.1", port),
                                addresses),
                        listener);
        started.add(member);
        return member;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @AfterEach
    void stop() {
        started.forEach(SwimMembership::close);
    }

    @Test
    void nodesOfOneClusterFindEachOtherAndSeeWhoGoes() throws IOException {
        int first = freePort();
        int second = freePort();
        int third = freePort();
        Set<NodeId> vanished = ConcurrentHashMap.newKeySet();
        Membership.Listener listener =
                new Membership.Listener() {
                    @Override
                    public void appeared(NodeId node) {}

                    @Override
                    public void vanished(NodeId node) {
                        vanished.add(node);
                    }
                };
        SwimMembership one = start("c", 1, first, listener);
        SwimMembership two = start("c", 2, second, NOBODY, first);
        SwimMembership three = start("c", 3, third, NOBODY, first);
        SwimMembership foreign = start("d", 4, freePort(), NOBODY, first);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> one.live().size() == 2 && two.live().size() == 2);
        assertThat(one.live()).containsExactlyInAnyOrder(new NodeId(2), new NodeId(3));
        three.close();
        await().atMost(Duration.ofSeconds(60)).until(() -> vanished.contains(new NodeId(3)));
        assertThat(one.live()).containsExactly(new NodeId(2));
        assertThat(foreign.live()).isEmpty();
    }

    @Test
    void noClassButSwimsIsTakenFromTheWire() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeInt(0);
            out.writeObject(new File("x"));
        }
        assertThatThrownBy(
                        () ->
                                new SwimMessageCodec()
                                        .deserialize(new ByteArrayInputStream(bytes.toByteArray())))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aNodeThatStartsAgainDoesNotVanishWithItsFormerSelf() {
        MemberIds members = new MemberIds();
        assertThat(members.added("a", new NodeId(1))).contains(new NodeId(1));
        assertThat(members.added("b", new NodeId(1))).isEmpty();
        assertThat(members.removed("a")).isEmpty();
        assertThat(members.live()).containsExactly(new NodeId(1));
        assertThat(members.removed("b")).contains(new NodeId(1));
        assertThat(members.removed("b")).isEmpty();
    }
}
