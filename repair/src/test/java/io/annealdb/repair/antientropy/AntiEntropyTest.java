package io.annealdb.repair.antientropy;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.digest.CellDigest;
import io.annealdb.points.digest.CellSet;
import io.annealdb.points.digest.ShardRoot;
import io.annealdb.repair.compare.ReplicaHealth;
import io.annealdb.repair.coordinator.OwnerRoot;
import io.annealdb.repair.coordinator.OwnerRoots;
import io.annealdb.repair.coordinator.OwnerUnavailableException;
import io.annealdb.repair.coordinator.ShardCertificate;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three owners whose copies are sets of numbers, and a clock that the test turns. */
class AntiEntropyTest {
    private static final Duration INTERVAL = Duration.ofSeconds(60);
    private static final List<NodeId> OWNERS = List.of(new NodeId(1), new NodeId(2), new NodeId(3));

    /** The cluster as the leader sees it; jobs are started, and end when the test says so. */
    private static final class Cluster implements ClusterWatch, BackgroundJobs {
        private final Map<ShardId, Map<NodeId, Set<Long>>> copies = new HashMap<>();
        private final Map<ShardId, ShardFacts.Certified> certificates = new HashMap<>();
        private final Set<NodeId> dead = new HashSet<>();
        private final Set<ShardId> debts = new HashSet<>();
        private final Set<ShardId> lost = new HashSet<>();
        private final Set<ShardId> suspected = new HashSet<>();
        private final Set<ShardId> busy = new HashSet<>();
        private final List<String> started = new ArrayList<>();
        private final List<String> stopped = new ArrayList<>();
        private final Set<ShardId> stood = new TreeSet<>();
        private boolean enabled = true;
        private boolean mayRun = true;
        private boolean hintsWait;
        private int jobs;
        private int calls;
        private int mostShardsInACall;
        private Instant now = Instant.parse("2026-11-24T08:00:00Z");

        /** A shard that its owners hold alike, certified unless said otherwise. */
        private ShardId shard(long id) {
            ShardId shard = new ShardId(id);
            Map<NodeId, Set<Long>> owners = new HashMap<>();
            OWNERS.forEach(owner -> owners.put(owner, new HashSet<>(Set.of(id, id + 1))));
            copies.put(shard, owners);
            certify(shard);
            return shard;
        }

        private void certify(ShardId shard) {
            certifyAt(shard, now);
        }

        private void certifyAt(ShardId shard, Instant at) {
            ShardRoot root = root(copies.get(shard).get(OWNERS.get(0)));
            certificates.put(
                    shard,
                    new ShardFacts.Certified(
                            at, new ShardCertificate(shard, 1, 1, root, CellSet.NONE, "r-1")));
        }

        private void write(ShardId shard, long value, int... owners) {
            for (int owner : owners) {
                copies.get(shard).get(new NodeId(owner)).add(value);
            }
        }

        private void jobsEnd() {
            jobs = 0;
            busy.clear();
        }

        private static ShardRoot root(Set<Long> values) {
            long low = values.stream().mapToLong(value -> value * 0x9E3779B97F4A7C15L).sum();
            return new ShardRoot(new CellDigest(low, ~low, low * 31, values.size()), 0);
        }

        @Override
        public AntiEntropySettings settings(Instant at) {
            return new AntiEntropySettings(
                    enabled,
                    enabled && mayRun,
                    INTERVAL,
                    AntiEntropySettings.STANDING,
                    1,
                    20_000_000);
        }

        @Override
        public List<ShardFacts> shards() {
            Set<NodeId> living = new HashSet<>(OWNERS);
            living.removeAll(dead);
            return copies.keySet().stream()
                    .map(
                            shard ->
                                    new ShardFacts(
                                            shard,
                                            OWNERS,
                                            living,
                                            Optional.ofNullable(certificates.get(shard)),
                                            debts.contains(shard),
                                            lost.contains(shard),
                                            hintsWait,
                                            suspected.contains(shard),
                                            busy.contains(shard)))
                    .toList();
        }

        @Override
        public int jobs() {
            return jobs;
        }

        @Override
        public OwnerRoots roots(NodeId owner, List<ShardId> shards)
                throws OwnerUnavailableException {
            calls++;
            mostShardsInACall = Math.max(mostShardsInACall, shards.size());
            Map<ShardId, OwnerRoot> roots = new HashMap<>();
            for (ShardId shard : shards) {
                roots.put(
                        shard,
                        new OwnerRoot(
                                owner,
                                ReplicaHealth.WHOLE,
                                root(copies.get(shard).get(owner)),
                                0,
                                0,
                                ""));
            }
            return new OwnerRoots(roots, 50L * shards.size());
        }

        @Override
        public boolean start(List<ShardId> shards, String reason) {
            started.add(reason);
            busy.addAll(shards);
            jobs++;
            return true;
        }

        @Override
        public void stop(String reason) {
            stopped.add(reason);
            jobsEnd();
        }

        @Override
        public void stands(ShardId shard) {
            stood.add(shard);
        }
    }

    private final Cluster cluster = new Cluster();
    private final AntiEntropyCounts counts = new AntiEntropyCounts();
    private final AntiEntropy work = new AntiEntropy(cluster, cluster, () -> cluster.now, counts);

    private void pass(Duration time) throws Exception {
        Instant end = cluster.now.plus(time);
        do {
            Duration rest = work.step();
            cluster.now = cluster.now.plus(rest);
        } while (cluster.now.isBefore(end));
    }

    private void pass(long seconds) throws Exception {
        pass(Duration.ofSeconds(seconds));
    }

    @Test
    void equalCertifiedShardsAreRenewedInMemoryAndNothingIsStarted() throws Exception {
        LongStream.rangeClosed(1, 130).forEach(cluster::shard);
        pass(61);
        assertThat(cluster.stood).hasSize(130);
        assertThat(cluster.started).isEmpty();
    }

    @Test
    void aThousandShardsCostACallAnOwnerForSixtyFourOfThemAndNoMore() throws Exception {
        LongStream.rangeClosed(1, 1_000).forEach(cluster::shard);
        pass(60);
        assertThat(cluster.calls).isZero();
        pass(60);
        assertThat(cluster.calls).isEqualTo(3 * 16); // 16 batches of 64
        assertThat(cluster.mostShardsInACall).isEqualTo(64);
        assertThat(counts.checkedShards()).isEqualTo(1_000);
        assertThat(counts.bytes()).isEqualTo(3 * 1_000 * 50);
    }

    @Test
    void aDifferenceThatStandsForAWriteTimeoutStartsOneJob() throws Exception {
        ShardId shard = cluster.shard(7);
        cluster.shard(8);
        cluster.write(shard, 99, 1, 2);
        pass(61);
        assertThat(cluster.started).isEmpty();
        pass(10);
        assertThat(cluster.started).containsExactly("owners differ: 7");
        assertThat(counts.mismatches()).isEqualTo(1);
        pass(300);
        assertThat(cluster.started).hasSize(1);
    }

    @Test
    void aWriteThatWasUnderWayStartsNone() throws Exception {
        ShardId shard = cluster.shard(7);
        cluster.write(shard, 99, 1);
        pass(61);
        assertThat(counts.differing()).isEqualTo(1);
        cluster.write(shard, 99, 2, 3);
        cluster.certify(shard);
        pass(60);
        assertThat(cluster.started).isEmpty();
        assertThat(counts.differing()).isZero();
    }

    @Test
    void aLossIsSeenThoughTheShardIsWrittenAllTheTime() throws Exception {
        ShardId shard = cluster.shard(7);
        cluster.write(shard, 99, 1, 2);
        for (int second = 0; second < 75; second++) {
            cluster.write(shard, 1_000 + second, 1, 2, 3);
            pass(1);
        }
        assertThat(cluster.started).containsExactly("owners differ: 7");
    }

    @Test
    void ownersThatNeverStandStillAreLeftToTheRingAfterThreeLooks() throws Exception {
        ShardId shard = cluster.shard(7);
        for (int second = 0; second < 89; second++) {
            cluster.write(shard, 1_000 + second, 1); // the others get it a second later
            cluster.write(shard, 999 + second, 2, 3);
            pass(1);
        }
        assertThat(cluster.started).isEmpty();
        for (int second = 89; second < 95; second++) {
            cluster.write(shard, 1_000 + second, 1);
            cluster.write(shard, 999 + second, 2, 3);
            pass(1);
        }
        assertThat(cluster.started).containsExactly("owners differ: 7");
    }

    @Test
    void waitingHintsExplainADifferenceButNotForEver() throws Exception {
        cluster.write(cluster.shard(7), 99, 1, 2);
        cluster.hintsWait = true;
        pass(500);
        assertThat(cluster.started).isEmpty();
        pass(200);
        assertThat(cluster.started).containsExactly("owners differ: 7");
    }

    @Test
    void debtsAndLostCopiesNeedNoLookAndShareAJob() throws Exception {
        cluster.lost.add(cluster.shard(9));
        cluster.debts.add(cluster.shard(8));
        pass(10);
        assertThat(cluster.started).isEmpty();
        pass(2);
        assertThat(cluster.started).containsExactly("debts: 8; missing or damaged: 9");
        assertThat(cluster.calls).isZero();
    }

    @Test
    void aShardThatNoJobHelpsWaitsTwiceAsLongEachTime() throws Exception {
        cluster.lost.add(cluster.shard(9));
        List<Long> at = new ArrayList<>();
        Instant begin = cluster.now;
        for (int second = 0; second < 1_000; second++) {
            int before = cluster.started.size();
            pass(1);
            if (cluster.started.size() > before) {
                at.add(Duration.between(begin, cluster.now).toSeconds() / 10);
                cluster.jobsEnd();
            }
        }
        assertThat(at).containsExactly(1L, 7L, 19L, 43L, 91L);
    }

    @Test
    void anOwnerThatReturnsEndsTheWait() throws Exception {
        ShardId shard = cluster.shard(9);
        cluster.lost.add(shard);
        cluster.dead.add(new NodeId(3));
        for (int i = 0; i < 4; i++) {
            pass(240);
            cluster.jobsEnd();
        }
        int before = cluster.started.size();
        pass(30);
        assertThat(cluster.started).hasSize(before);
        cluster.dead.clear();
        pass(2);
        assertThat(cluster.started).hasSize(before + 1);
    }

    @Test
    void equalShardsWithoutACertificateGetOneJobTogetherOnceAnInterval() throws Exception {
        LongStream.rangeClosed(1, 100).forEach(cluster::shard);
        cluster.certificates.clear();
        pass(62);
        assertThat(cluster.started).containsExactly("to certify");
        assertThat(cluster.busy).hasSize(64);
        cluster.jobsEnd();
        pass(2);
        assertThat(cluster.busy).hasSize(36);
        cluster.jobsEnd();
        pass(50);
        assertThat(cluster.started).hasSize(2);
    }

    @Test
    void aShardThatChangedIsCertifiedAnewWhenItRests() throws Exception {
        ShardId shard = cluster.shard(7);
        pass(30);
        cluster.write(shard, 99, 1, 2, 3);
        pass(40);
        assertThat(cluster.started).isEmpty();
        pass(60);
        assertThat(cluster.started).containsExactly("to certify");
    }

    @Test
    void nothingIsCertifiedWhileAnOwnerIsAway() throws Exception {
        cluster.shard(7);
        cluster.certificates.clear();
        cluster.dead.add(new NodeId(2));
        pass(300);
        assertThat(cluster.started).isEmpty();
        assertThat(cluster.calls).isEqualTo(4 * 2);
    }

    @Test
    void switchedOffItAsksNobodyAndStartsNothing() throws Exception {
        cluster.write(cluster.shard(7), 99, 1);
        cluster.debts.add(cluster.shard(8));
        cluster.enabled = false;
        pass(300);
        assertThat(cluster.calls).isZero();
        assertThat(cluster.started).isEmpty();
        cluster.enabled = true;
        pass(120);
        assertThat(cluster.started).isNotEmpty();
    }

    @Test
    void outsideItsWindowItLooksButStartsNothingAndStopsWhatRuns() throws Exception {
        cluster.debts.add(cluster.shard(8));
        pass(15);
        assertThat(cluster.started).hasSize(1);
        cluster.mayRun = false;
        pass(2);
        assertThat(cluster.stopped).containsExactly("the window for background repair is over");
        pass(300);
        assertThat(cluster.started).hasSize(1);
        assertThat(cluster.calls).isPositive();
    }

    @Test
    void aShardInAJobIsLeftAlone() throws Exception {
        cluster.write(cluster.shard(7), 99, 1);
        cluster.busy.add(new ShardId(7));
        pass(300);
        assertThat(cluster.calls).isZero();
        assertThat(cluster.started).isEmpty();
    }

    @Test
    void theLongestUncertifiedAreLookedAtFirst() throws Exception {
        LongStream.rangeClosed(1, 65).forEach(cluster::shard);
        ShardId old = new ShardId(65);
        cluster.certifyAt(old, cluster.now.minusSeconds(9_999));
        pass(60);
        work.step();
        assertThat(cluster.stood).hasSize(64).contains(old);
    }

    /**
     * CPU time of the leader's checking code. Run it by hand: {@code mvn -q -pl repair
     * surefire:test -Dtest=AntiEntropyTest#measure -Dexcluded.tags=none}.
     */
    @Test
    @Tag("campaign")
    void measure() throws Exception {
        LongStream.rangeClosed(1, 1_000).forEach(cluster::shard);
        for (int round = 0; round < 5; round++) {
            long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            pass(600);
            long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
            System.out.printf("1,000 shards every 60 s: %.3f %% of a core%n", nanos / 600e9 * 100);
        }
    }

    @Test
    void aDifferenceThatStandsIsPromisedToBeGoneByATimeAndThePromiseStands() throws Exception {
        ShardId shard = cluster.shard(7);
        cluster.jobs = 1; // no place for another one
        cluster.write(shard, 99, 1, 2);
        pass(60);
        assertThat(counts.promises()).isEmpty();
        pass(15);
        Instant promised = counts.promises().get(shard);
        assertThat(promised).isBetween(cluster.now.plusSeconds(230), cluster.now.plusSeconds(240));
        pass(300);
        assertThat(counts.promises()).containsEntry(shard, promised);
        cluster.write(shard, 99, 3);
        pass(61);
        assertThat(counts.promises()).isEmpty();
    }

    @Test
    void whatWaitsBehindOthersIsPromisedLater() throws Exception {
        cluster.jobs = 1;
        cluster.write(cluster.shard(7), 99, 1, 2);
        cluster.write(cluster.shard(8), 99, 1, 2);
        pass(75);
        assertThat(counts.promises()).hasSize(2);
        assertThat(counts.promises().values())
                .allSatisfy(time -> assertThat(time).isAfter(cluster.now.plusSeconds(460)));
    }

    @Test
    void anOwnerThatDiesIsAReasonToPromiseAnew() throws Exception {
        ShardId shard = cluster.shard(7);
        cluster.jobs = 1;
        cluster.write(shard, 99, 1, 2);
        pass(75);
        Instant promised = counts.promises().get(shard);
        cluster.dead.add(new NodeId(1));
        pass(60);
        assertThat(counts.promises().get(shard)).isNotEqualTo(promised);
    }

    @Test
    void nothingIsPromisedWhileNothingMayRun() throws Exception {
        cluster.mayRun = false;
        cluster.write(cluster.shard(7), 99, 1, 2);
        pass(75);
        assertThat(counts.promises()).isEmpty();
    }

    @Test
    void whatRumoursTellIsLookedAtAtOnceAndBelievedAfterASecondLook() throws Exception {
        ShardId shard = cluster.shard(7);
        pass(61);
        cluster.write(shard, 99, 1, 2);
        pass(12);
        cluster.suspected.add(shard);
        pass(1);
        assertThat(cluster.started).isEmpty();
        pass(11);
        assertThat(cluster.started).containsExactly("owners differ: 7");
    }

    @Test
    void aRumourThatIsWrongCostsALookAndNoRepair() throws Exception {
        ShardId shard = cluster.shard(7);
        pass(61);
        int before = cluster.calls;
        cluster.suspected.add(shard);
        pass(30);
        assertThat(cluster.calls - before).isBetween(3, 12);
        assertThat(cluster.started).isEmpty();
    }
}
