package io.annealdb.cli.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.data.write.Consistency;
import io.annealdb.points.FieldValue;
import io.annealdb.points.NodeId;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.ShardId;
import io.annealdb.points.Stamp;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The judge is judged: what it must object to, and what it must let pass. */
class LedgerTest {
    private static final Place PLACE = new Place(SeriesKey.of("cpu", Map.of("host", "h1")), 7, "v");
    private static final Ledger.Home THREE_OWNERS = new Ledger.Home(new ShardId(1), 3);

    private final Copies copies = new Copies();
    private final Ledger ledger = new Ledger(copies);
    private int numbers;

    private Operation.Write write(int coordinator, Consistency level) {
        int number = ++numbers;
        Operation.Write write =
                new Operation.Write(
                        number,
                        new NodeId(coordinator),
                        ledger.next(),
                        new TreeMap<>(Map.of(PLACE, value(number))),
                        level);
        ledger.add(write);
        return write;
    }

    private Operation.Write acknowledged(int coordinator, Consistency level) {
        Operation.Write write = write(coordinator, level);
        write.acknowledged(ledger.next(), 0);
        return write;
    }

    private Operation.Deletion deletion(int coordinator) {
        Operation.Deletion deletion =
                new Operation.Deletion(
                        ++numbers,
                        new NodeId(coordinator),
                        ledger.next(),
                        new SeriesPredicate.MeasurementIs("cpu"),
                        0,
                        9);
        ledger.add(deletion);
        return deletion;
    }

    private static FieldValue value(int number) {
        return new FieldValue.IntegerValue(number);
    }

    private Optional<String> shows(int number) {
        return ledger.wrong(PLACE, THREE_OWNERS, Optional.of(value(number)));
    }

    private Optional<String> showsNothing() {
        return ledger.wrong(PLACE, THREE_OWNERS, Optional.empty());
    }

    @Test
    void anAcknowledgedValueMayNotBeLost() {
        acknowledged(1, Consistency.ONE);
        assertThat(showsNothing()).isPresent();
        assertThat(shows(1)).isEmpty();
    }

    @Test
    void whatWasNotAcknowledgedMayShowOrNot() {
        write(1, Consistency.ALL);
        assertThat(showsNothing()).isEmpty();
        assertThat(shows(1)).isEmpty();
    }

    @Test
    void whatNobodyWroteMayNotShow() {
        write(1, Consistency.ALL);
        assertThat(shows(99)).isPresent();
    }

    @Test
    void atQuorumTheLaterWriteWins() {
        acknowledged(1, Consistency.QUORUM);
        acknowledged(2, Consistency.QUORUM);
        assertThat(shows(1)).isPresent();
        assertThat(shows(2)).isEmpty();
    }

    @Test
    void atOneEitherMayWinButForOneCoordinator() {
        acknowledged(1, Consistency.ONE);
        acknowledged(2, Consistency.ONE);
        assertThat(shows(1)).isEmpty();
        acknowledged(1, Consistency.ONE);
        assertThat(shows(1)).isPresent();
        assertThat(shows(2)).isEmpty();
    }

    @Test
    void ofTwoAtOneTimeEitherMayWin() {
        Operation.Write first = write(1, Consistency.ALL);
        Operation.Write second = write(2, Consistency.ALL);
        second.acknowledged(ledger.next(), 0);
        first.acknowledged(ledger.next(), 0);
        assertThat(shows(1)).isEmpty();
        assertThat(shows(2)).isEmpty();
    }

    @Test
    void aDeletedValueMayNotComeBack() {
        acknowledged(1, Consistency.ALL);
        deletion(2).acknowledged(ledger.next(), 0);
        assertThat(shows(1)).isPresent();
        assertThat(showsNothing()).isEmpty();
    }

    @Test
    void aWriteAfterADeleteShows() {
        deletion(2).acknowledged(ledger.next(), 0);
        acknowledged(1, Consistency.ALL);
        assertThat(showsNothing()).isPresent();
    }

    @Test
    void aLostFolderExcusesWhatWasOnItAlone() {
        acknowledged(1, Consistency.ONE);
        copies.stored(new NodeId(1), THREE_OWNERS.shard(), value(1), new Stamp(1, 1, 1));
        copies.lost(new NodeId(1), THREE_OWNERS.shard());
        ledger.forgot(THREE_OWNERS.shard());
        assertThat(showsNothing()).isEmpty();
        acknowledged(1, Consistency.ONE);
        assertThat(showsNothing()).isPresent();
    }
}
