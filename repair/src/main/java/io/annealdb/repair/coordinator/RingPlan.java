package io.annealdb.repair.coordinator;

import io.annealdb.points.NodeId;
import io.annealdb.repair.job.HopPhase;
import io.annealdb.repair.job.HopReport;
import io.annealdb.repair.ring.Hop;
import io.annealdb.repair.ring.RingOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The hops of one shard's repair, as its record lists them: those of rings that are over or broken
 * off, then the ring that is being gone.
 *
 * @param reports all of them
 * @param ringStart where the present ring begins
 */
record RingPlan(List<HopReport> reports, int ringStart) {
    RingPlan {
        reports = List.copyOf(reports);
    }

    /**
     * The plan for a ring over these nodes. If the list ends with exactly that ring and none of it
     * was given up, it is carried on; else what ran stays in front as history, and the ring starts.
     */
    static RingPlan over(
            List<NodeId> live, NodeId start, List<HopReport> before, String whyAbandoned) {
        List<Hop> ring = hops(live, start);
        int from = before.size() - ring.size();
        if (!ring.isEmpty() && from >= 0 && standsAt(ring, before, from)) {
            return new RingPlan(before, from);
        }
        List<HopReport> reports = new ArrayList<>();
        for (HopReport hop : before) {
            if (hop.phase().finished() || hop.phase() == HopPhase.ABANDONED) {
                reports.add(hop);
            } else if (hop.ran()) {
                reports.add(hop.transitionTo(HopPhase.ABANDONED, whyAbandoned));
            }
        }
        int ringStart = reports.size();
        ring.forEach(hop -> reports.add(HopReport.planned(hop)));
        return new RingPlan(reports, ringStart);
    }

    private static List<Hop> hops(List<NodeId> live, NodeId start) {
        RingOrder order = RingOrder.of(live);
        return order.hopsFrom(order.startAt(start));
    }

    private static boolean standsAt(List<Hop> ring, List<HopReport> reports, int from) {
        return IntStream.range(0, ring.size())
                .allMatch(
                        i ->
                                reports.get(from + i).hop().equals(ring.get(i))
                                        && reports.get(from + i).phase() != HopPhase.ABANDONED);
    }

    /** One more ring, behind this one. */
    RingPlan further(List<NodeId> live, NodeId start) {
        List<HopReport> longer = new ArrayList<>(reports);
        hops(live, start).forEach(hop -> longer.add(HopReport.planned(hop)));
        return new RingPlan(longer, reports.size());
    }

    /** The first hop that is not gone; empty once the ring is closed. */
    OptionalInt next() {
        return IntStream.range(ringStart, reports.size())
                .filter(i -> !reports.get(i).phase().finished())
                .findFirst();
    }

    RingPlan with(int index, HopReport report) {
        List<HopReport> replaced = new ArrayList<>(reports);
        replaced.set(index, report);
        return new RingPlan(replaced, ringStart);
    }

    /** The plan with every hop that is not gone in that phase. */
    RingPlan endedAs(HopPhase phase, String why) {
        List<HopReport> replaced = new ArrayList<>();
        for (HopReport hop : reports) {
            boolean open = !hop.phase().finished() && hop.phase() != HopPhase.ABANDONED;
            replaced.add(open ? ended(hop, phase, why) : hop);
        }
        return new RingPlan(replaced, ringStart);
    }

    private static HopReport ended(HopReport hop, HopPhase phase, String why) {
        return phase == HopPhase.SKIPPED ? hop.foundEqual() : hop.transitionTo(phase, why);
    }

    /** These nodes, and those to which hops of this ring have handed on what one of them had. */
    Set<NodeId> reachedFrom(Set<NodeId> some) {
        Set<NodeId> reached = new HashSet<>(some);
        for (HopReport hop : reports.subList(ringStart, reports.size())) {
            if (hop.phase().finished() && reached.contains(hop.from())) {
                reached.add(hop.to());
            }
        }
        return reached;
    }

    /** Whom the present ring goes over. */
    Set<NodeId> nodes() {
        Set<NodeId> nodes = new HashSet<>();
        for (HopReport hop : reports.subList(ringStart, reports.size())) {
            nodes.add(hop.from());
            nodes.add(hop.to());
        }
        return nodes;
    }

    /** How many rings in a row, with as many hops as this one, the list ends with. */
    int closedRings() {
        int size = reports.size() - ringStart;
        if (size == 0 || next().isPresent()) {
            return 0;
        }
        int closed = 1;
        List<Hop> ring = hopsAt(ringStart, size);
        for (int from = ringStart - size; from >= 0 && hopsAt(from, size).equals(ring); ) {
            closed++;
            from -= size;
        }
        return closed;
    }

    private List<Hop> hopsAt(int from, int size) {
        return reports.subList(from, from + size).stream().map(HopReport::hop).toList();
    }
}
