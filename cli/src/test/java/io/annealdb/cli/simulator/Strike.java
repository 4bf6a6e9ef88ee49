package io.annealdb.cli.simulator;

import java.util.List;
import java.util.stream.Stream;

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

    /** After which old messages, hints and disks come back. */
    List<Strike> SETTLING =
            List.of(
                    new OldBackup(),
                    new OldBackup(),
                    new Isolation(),
                    new Isolation(),
                    new Isolation(),
                    new NewTimeWithoutMeta(),
                    new LineCut(),
                    new Freeze(),
                    new PowerCut(),
                    new PowerCutInACall(),
                    new CleanStop(),
                    new DiskSwap());

    /** What may strike in a plot. */
    static List<Strike> of(Plot plot) {
        return switch (plot) {
            case GENTLE -> GENTLE;
            case SETTLING -> SETTLING;
            case HARD -> Stream.concat(GENTLE.stream(), HARD.stream()).toList();
        };
    }

    void hit(SimulatedNode node, Storm storm);
}
