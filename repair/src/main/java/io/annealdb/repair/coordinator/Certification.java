package io.annealdb.repair.coordinator;

import io.annealdb.repair.job.ShardRepair;

/** What became of the wish to certify a shard whose owners were found equal. */
sealed interface Certification {
    /** The end of the shard's repair; not to be asked where it has to go on. */
    ShardRepair ended(ShardRepair repair);

    /**
     * @param at R of the certificate that stands now
     */
    record Settled(long at) implements Certification {
        @Override
        public ShardRepair ended(ShardRepair repair) {
            return repair.certified(at, "");
        }
    }

    /** The owners are equal all the same; the operator is told why no certificate says so. */
    record Unsettled(String why) implements Certification {
        @Override
        public ShardRepair ended(ShardRepair repair) {
            return repair.certified(0, why);
        }
    }

    /** The owners changed while they were asked: whoever owns the shard now has to be asked. */
    record Overtaken() implements Certification {
        @Override
        public ShardRepair ended(ShardRepair repair) {
            throw new IllegalStateException("shard " + repair.shard() + " has other owners now");
        }
    }
}
