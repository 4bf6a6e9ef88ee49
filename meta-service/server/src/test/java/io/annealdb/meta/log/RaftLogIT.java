package io.annealdb.meta.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.MetricRegistry;
import io.annealdb.proto.CreateDatabase;
import io.annealdb.proto.MetaCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log alone, with snapshots after a few entries. */
class RaftLogIT {
    private static final RaftLog.Tuning SMALL =
            new RaftLog.Tuning(20, 1 << 10, Duration.ofSeconds(6));

    @TempDir private Path dir;
    private final Map<String, RaftLog> logs = new TreeMap<>();
    private final Map<String, MetricRegistry> metrics = new TreeMap<>();
    private List<RaftLog.Member> members = List.of();

    /** All at the same time: Ratis takes a second to close a log. */
    @AfterEach
    void closeAll() {
        logs.values().parallelStream().forEach(RaftLogIT::close);
    }

    private static void close(RaftLog log) {
        try {
            log.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void found(int count) throws IOException {
        found(count, SMALL);
    }

    private void found(int count, RaftLog.Tuning tuning) throws IOException {
        List<RaftLog.Member> found = new ArrayList<>();
        List<ServerSocket> held = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            held.add(socket);
            found.add(new RaftLog.Member("m" + i, "127.0.0.1:" + socket.getLocalPort()));
        }
        for (ServerSocket socket : held) {
            socket.close();
        }
        members = found;
        for (RaftLog.Member member : members) {
            open(member.name(), tuning);
        }
    }

    private RaftLog open(String name) throws IOException {
        return open(name, SMALL);
    }

    private RaftLog open(String name, RaftLog.Tuning tuning) throws IOException {
        RaftLog.Member self =
                members.stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
        int port = Integer.parseInt(self.address().substring(self.address().indexOf(':') + 1));
        metrics.put(name, new MetricRegistry());
        RaftLog log =
                RaftLog.open(
                        name,
                        members,
                        new UUID(1, 2),
                        dir.resolve(name),
                        new InetSocketAddress("127.0.0.1", port),
                        tuning,
                        image -> {},
                        metrics.get(name));
        logs.put(name, log);
        return log;
    }

    private void close(String name) throws IOException {
        logs.remove(name).close();
    }

    private RaftLog any() {
        return logs.values().iterator().next();
    }

    private void create(int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            MetaCommand command =
                    MetaCommand.newBuilder()
                            .setCreateDatabase(CreateDatabase.newBuilder().setName("db" + i))
                            .build();
            assertThat(any().propose(command).getError()).isEmpty();
        }
    }

    private List<String> files(String name, String pattern) throws IOException {
        try (Stream<Path> files = Files.walk(dir.resolve(name))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.matches(pattern))
                    .sorted()
                    .toList();
        }
    }

    private String leader() {
        await().until(() -> logs.values().stream().anyMatch(RaftLog::leads));
        return logs.entrySet().stream()
                .filter(entry -> entry.getValue().leads())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRestartReadsTheSnapshotAndTheLogBehindIt() throws Exception {
        found(1);
        create(0, 110);
        await().until(() -> files("m1", "snapshot\\.\\d+_\\d+").size() >= 2);
        assertThat(files("m1", "log_0-\\d+")).isEmpty(); // its beginning is cut off
        assertThat(files("m1", "snapshot\\.\\d+_\\d+").size()).isLessThanOrEqualTo(4);
        close("m1");
        RaftLog log = open("m1");
        assertThat(log.readLinearizable().databases()).hasSize(110);
        assertThat(metrics.get("m1").meter("meta.raft.applies").getCount()).isLessThan(110);
    }

    @Test
    void aMemberThatMissedTooMuchIsSentASnapshotAndGoesOn() throws Exception {
        found(3);
        create(0, 5);
        String leader = leader();
        String laggard = logs.keySet().stream().filter(n -> !n.equals(leader)).findFirst().get();
        close(laggard);
        create(5, 120);
        RaftLog back = open(laggard);
        await().atMost(Duration.ofSeconds(20)).until(() -> back.image().databases().size() == 120);
        assertThat(metrics.get(laggard).meter("meta.raft.applies").getCount()).isLessThan(115);
        create(120, 125);
        assertThat(back.readLinearizable().databases()).hasSize(125);
        // It also stands on its own feet: with it, a majority.
        close(leader);
        create(125, 130);
        assertThat(back.readLinearizable().databases()).hasSize(130);
    }

    @Test
    void aFolderThatACrashLeftHalfMadeIsMadeAnew() throws Exception {
        Files.createDirectories(dir.resolve("m1").resolve(new UUID(1, 2).toString()));
        Files.createDirectories(
                dir.resolve("m2").resolve(new UUID(1, 2).toString()).resolve("current"));
        found(3);
        create(0, 3);
        assertThat(logs.get("m1").readLinearizable().databases()).hasSize(3);
    }

    @Test
    void anEntryThatACrashLeftTornIsCutOff() throws Exception {
        found(1);
        create(0, 6);
        Path crashed = dir.resolve("crashed");
        copy(dir.resolve("m1"), crashed); // a stop in order would take a snapshot
        close("m1");
        Files.move(dir.resolve("m1"), dir.resolve("aside"));
        Files.move(crashed, dir.resolve("m1"));
        tearTheLastEntry(dir.resolve("m1"));
        RaftLog log = open("m1");
        assertThat(log.readLinearizable().databases()).hasSizeBetween(5, 6);
        create(6, 9);
        assertThat(log.readLinearizable().database("db8")).isPresent();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(f -> !f.endsWith("in_use.lock")).toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    /** As if the last block of the file had not come to the disk. */
    private static void tearTheLastEntry(Path dir) throws IOException {
        Path file;
        try (Stream<Path> files = Files.walk(dir)) {
            file =
                    files.filter(f -> f.getFileName().toString().startsWith("log_inprogress"))
                            .findFirst()
                            .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(file);
        int end = bytes.length;
        while (bytes[end - 1] == 0) {
            end--;
        }
        java.util.Arrays.fill(bytes, end - 20, end, (byte) 0);
        Files.write(file, bytes);
    }

    @Test
    void onlyTheLeaderAppendsAsLeader() throws Exception {
        found(3);
        create(0, 1);
        String leader = leader();
        MetaCommand command =
                MetaCommand.newBuilder()
                        .setCreateDatabase(CreateDatabase.newBuilder().setName("own"))
                        .build();
        for (Map.Entry<String, RaftLog> entry : logs.entrySet()) {
            if (!entry.getKey().equals(leader)) {
                assertThatThrownBy(() -> entry.getValue().proposeAsLeader(command))
                        .isInstanceOf(NoLeaderException.class);
            }
        }
        assertThat(logs.get(leader).readLinearizable().databases()).hasSize(1);
        assertThat(logs.get(leader).proposeAsLeader(command).getError()).isEmpty();
        assertThat(logs.get(leader).image().databases()).hasSize(2);
    }

    @Test
    void withoutAMajorityNothingIsPromised() throws Exception {
        found(3, new RaftLog.Tuning(20, 1 << 10, Duration.ofSeconds(2)));
        create(0, 1);
        String leader = leader();
        RaftLog alone = logs.remove(leader);
        closeAll();
        logs.clear();
        logs.put(leader, alone);
        await().until(() -> !alone.leads());
        assertThatThrownBy(alone::readLinearizable)
                .isInstanceOf(NoLeaderException.class)
                .hasMessageContaining("No majority of the meta nodes m1, m2, m3");
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        found(1);
        String port = members.get(0).address();
        members = List.of(new RaftLog.Member("m2", port));
        assertThatThrownBy(() -> open("m2"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot listen on " + port);
    }

    @Test
    void aDamagedSnapshotIsNamedAtTheNextStart() throws Exception {
        found(1);
        create(0, 60);
        await().until(() -> files("m1", "snapshot\\.\\d+_\\d+").size() >= 1);
        close("m1");
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file :
                    files.filter(f -> f.getFileName().toString().matches("snapshot\\.\\d+_\\d+"))
                            .toList()) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length / 2] ^= 1;
                Files.write(file, bytes);
            }
        }
        assertThatThrownBy(() -> open("m1"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is damaged");
    }
}
