package io.annealdb.cli.simulator;

import java.util.List;

/** One kind of trouble that may come upon a node in a storm. */
interface Strike {
    /** Trouble of messages and clocks: hints alone must mend all that it does. */
    List<Strike> GENTLE =
            List.of(
                    new LineCut(),
                    new LineCut(),
                    new Isolation(),
                    new MetaAway(),
                    new MetaUnreachable(),
                    new Freeze(),
                    new ClockSet(),
                    new NewTimeWithoutMeta());

    /** After which a ring may be needed. */
    List<Strike> HARD =
            List.of(
                    new PowerCut(),
                    new PowerCutInACall(),
                    new PowerCutInACall(),
                    new CleanStop(),
                    new DiskFull(),
                    new OldBackup(),
                    new DiskSwap());

    void hit(SimulatedNode node, Storm storm);
}
