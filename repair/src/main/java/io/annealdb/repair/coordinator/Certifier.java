package io.annealdb.repair.coordinator;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.digest.CellSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Commits certificates: of all shards that were found equal together with one record, and none that
 * says nothing new. For one thread.
 */
final class Certifier {
    private final String repairId;
    private final ShardOwners shards;
    private final JobJournal journal;
    private final JobListener listener;

    Certifier(String repairId, ShardOwners shards, JobJournal journal, JobListener listener) {
        this.repairId = repairId;
        this.shards = shards;
        this.journal = journal;
        this.listener = listener;
    }

    /**
     * @param equal gatherings in which all owners answered one root
     */
    Map<ShardId, Certification> certify(Map<ShardId, Gathering> equal)
            throws JournalUnavailableException {
        Map<ShardId, Certification> outcome = new HashMap<>();
        List<ShardCertificate> news = new ArrayList<>();
        equal.forEach(
                (shard, gathering) -> {
                    Optional<ShardCertificate> former = shards.certificateOf(shard);
                    Optional<ShardCertificate> drafted = draft(shard, gathering, former);
                    if (former.isPresent() && stands(former.get(), gathering, drafted)) {
                        listener.certificateStands(shard);
                        outcome.put(shard, new Certification.Settled(former.get().at()));
                    } else if (drafted.isPresent()) {
                        news.add(drafted.get());
                    } else {
                        outcome.put(shard, new Certification.Unsettled(whyNot()));
                    }
                });
        if (!news.isEmpty()) {
            journal.commit(news);
            news.forEach(certificate -> outcome.put(certificate.shard(), committed(certificate)));
        }
        return outcome;
    }

    private Optional<ShardCertificate> draft(
            ShardId shard, Gathering gathering, Optional<ShardCertificate> former) {
        if (gathering.at() == 0) {
            return Optional.empty();
        }
        ShardCertificate drafted =
                new ShardCertificate(
                        shard,
                        gathering.owners().epoch(),
                        gathering.at(),
                        gathering.any().root(),
                        gathering.open(),
                        repairId);
        return Optional.of(drafted).filter(it -> former.isEmpty() || it.isAfter(former.get()));
    }

    /** Whether the former certificate still says all: the same root of the whole shard. */
    private static boolean stands(
            ShardCertificate former, Gathering gathering, Optional<ShardCertificate> drafted) {
        boolean same =
                former.ownerEpoch() == gathering.owners().epoch()
                        && gathering.leftOut().isEmpty()
                        && former.isStill(gathering.any().root());
        return same && drafted.map(it -> addsNothing(it, former, gathering)).orElse(true);
    }

    /** No cell has closed since, and every owner has heard of the former one. */
    private static boolean addsNothing(
            ShardCertificate drafted, ShardCertificate former, Gathering gathering) {
        boolean adopted =
                gathering.settledAlike() && gathering.any().settling().reaches(former.at());
        return drafted.open().containsAll(former.open())
                && (adopted || former.open().equals(CellSet.ALL));
    }

    private Certification committed(ShardCertificate certificate) {
        return shards.certificateOf(certificate.shard())
                .filter(now -> now.at() == certificate.at())
                .<Certification>map(now -> new Certification.Settled(now.at()))
                .orElse(new Certification.Overtaken());
    }

    private String whyNot() {
        List<NodeId> unheard = shards.watermark().unheard();
        return unheard.isEmpty()
                ? "equal, but not settled: the least closed stamp of all nodes has not moved since"
                        + " the last certificate"
                : unheard.stream().map(shards::nameOf).collect(Collectors.joining(", "))
                        + " has not told this meta leader yet how far its writes are closed: equal,"
                        + " but not settled";
    }
}
