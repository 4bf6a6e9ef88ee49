package io.annealdb.data.gossip;

import io.annealdb.data.gossip.Rumour.Subject;
import io.annealdb.points.NodeId;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Seconds that gossip takes with real SWIM over loopback, a round a second: until all nodes know
 * each other, until a rumour is everywhere, until a node that leaves is gone. Run it by hand:
 *
 * <pre>
 *   mvn -q -pl data-node/server -am test-compile
 *   mvn -q -pl data-node/server surefire:test -Dtest=GossipBench -Dexcluded.tags=none
 * </pre>
 */
class GossipBench {
    private record Node(NodeId id, SwimMembership swim, RumourMill mill) {}

    @org.junit.jupiter.api.Test
    @org.junit.jupiter.api.Tag("campaign")
    void measure() throws Exception {
        for (int nodes : new int[] {3, 10}) {
            measure(nodes);
        }
    }

    private static void measure(int count) throws Exception {
        Membership.Listener nobody =
                new Membership.Listener() {
                    @Override
                    public void appeared(NodeId node) {}

                    @Override
                    public void vanished(NodeId node) {}
                };
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            try (ServerSocket free = new ServerSocket(0)) {
                ports.add(free.getLocalPort());
            }
        }
        long begin = System.nanoTime();
        Map<NodeId, Node> nodes = new ConcurrentHashMap<>();
        for (int i = 0; i < count; i++) {
            NodeId id = new NodeId(i + 1);
            List<String> seeds =
                    ports.subList(0, i).stream().map(port -> "127.0.0.1:" + port).toList();
            SwimMembership swim =
                    SwimMembership.start(
                            new SwimMembership.Settings(
                                    "bench",
                                    id,
                                    "127.0.0.1",
                                    new InetSocketAddress("127.0.0.1", ports.get(i)),
                                    seeds),
                            nobody);
            nodes.put(
                    id,
                    new Node(id, swim, new RumourMill(RumourMill.Settings.DEFAULT, new Random(i))));
        }
        String known =
                seconds(
                        begin,
                        () ->
                                nodes.values().stream()
                                        .allMatch(node -> node.swim.live().size() == count - 1));
        ScheduledExecutorService rounds = Executors.newScheduledThreadPool(2);
        for (Node node : nodes.values()) {
            rounds.scheduleAtFixedRate(
                    () -> round(node, nodes),
                    new Random().nextInt(1000),
                    1000,
                    TimeUnit.MILLISECONDS);
        }
        List<String> spread = new ArrayList<>();
        for (int version = 1; version <= 5; version++) {
            Rumour rumour = new Rumour(Subject.IMAGE, version, new byte[0]);
            begin = System.nanoTime();
            nodes.get(new NodeId(1)).mill.tell(rumour);
            spread.add(
                    seconds(
                            begin,
                            () ->
                                    nodes.values().stream()
                                            .allMatch(
                                                    node ->
                                                            node.mill
                                                                            .about(Subject.IMAGE)
                                                                            .map(Rumour::version)
                                                                            .orElse(0L)
                                                                    == rumour.version())));
        }
        Node leaver = nodes.remove(new NodeId(count));
        begin = System.nanoTime();
        leaver.swim.close();
        String gone =
                seconds(
                        begin,
                        () ->
                                nodes.values().stream()
                                        .noneMatch(node -> node.swim.live().contains(leaver.id)));
        System.out.printf(
                "%d nodes: know each other %s s, a rumour everywhere %s s, a leaver gone %s s%n",
                count, known, spread, gone);
        rounds.shutdownNow();
        nodes.values().forEach(node -> node.swim.close());
    }

    private static void round(Node node, Map<NodeId, Node> nodes) {
        node.mill
                .round(node.swim.live().stream().sorted().toList())
                .ifPresent(
                        round -> {
                            Node partner = nodes.get(round.partner());
                            if (partner != null) {
                                Whisper answer = partner.mill.heard(round.whisper());
                                node.mill.answered(answer).ifPresent(partner.mill::heard);
                            }
                        });
    }

    private static String seconds(long begin, BooleanSupplier done) throws InterruptedException {
        while (!done.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return String.format("%.1f", (System.nanoTime() - begin) / 1e9);
    }
}
