package io.annealdb.cli.simulator;

import io.annealdb.points.Delete;
import io.annealdb.points.Rows;
import io.annealdb.points.Stamp;
import io.annealdb.points.time.ClockBound;
import io.annealdb.proto.Envelope;
import io.annealdb.storage.Engine;
import io.annealdb.storage.FreshOutcome;
import io.annealdb.storage.LateOutcome;
import io.annealdb.storage.Shard;
import java.util.List;

/** The rules of stamps, each switched off. */
enum BrokenStamps implements Sabotage {
    /** The clock resumes at the wall, wherever it was. */
    S1_THE_CLOCK_FORGETS {
        @Override
        public ClockBound bound(ClockBound bound) {
            return new ClockBound() {
                @Override
                public long load() {
                    return 0;
                }

                @Override
                public void persist(long hlc) {}
            };
        }
    },

    S2_NOBODY_LISTENS_TO_CLOCKS {
        @Override
        public Envelope heard(Envelope envelope) {
            return envelope.toBuilder().setClock(0).build();
        }
    },

    S2_ANY_CLOCK_IS_BELIEVED {
        @Override
        public String clockAheadMax() {
            return "24h";
        }
    },

    S3_NO_OWNER_SAYS_SHADOWED {
        @Override
        public Engine engine(Engine engine) {
            return BrokenEngine.of(
                    engine,
                    (shard, call) -> {
                        if (call.is("writeFresh")) {
                            shard.store((Rows) call.arguments()[0]);
                            return new FreshOutcome.Stored(List.of());
                        } else if (call.is("deleteFresh")) {
                            shard.store((Delete) call.arguments()[0]);
                            return new FreshOutcome.Stored(List.of());
                        }
                        return call.proceed();
                    });
        }
    },

    S4_WHAT_COMES_LATER_WINS {
        @Override
        public Engine engine(Engine engine) {
            return BrokenEngine.of(
                    engine,
                    (shard, call) ->
                            takesStamped(call)
                                    ? call.proceedWith(newest(shard, (Rows) call.arguments()[0]))
                                    : call.proceed());
        }

        private Rows newest(Shard shard, Rows rows) {
            Stamp highest = shard.highestStamp();
            return rows.isEmpty()
                    ? rows
                    : rows.stamped(new Stamp(highest.hlc() + 1, rows.stampAt(0).node(), 1));
        }
    },

    S5_WHAT_IS_STAMPED_IS_CHECKED_FOR_ITS_TYPE {
        @Override
        public Engine engine(Engine engine) {
            return BrokenEngine.of(
                    engine,
                    (shard, call) -> {
                        if (takesStamped(call)) {
                            Rows rows = (Rows) call.arguments()[0];
                            for (int row = 0; row < rows.size(); row++) {
                                int at = row;
                                shard.writeFresh(rows.where(each -> each == at));
                            }
                            return call.is("storeLate") ? new LateOutcome.Stored() : null;
                        }
                        return call.proceed();
                    });
        }
    };

    private static boolean takesStamped(Interposed.Call call) {
        return call.is("store", Rows.class) || call.is("storeLate", Rows.class);
    }
}
