package io.annealdb.data.hint;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.data.hint.Debt.Why;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.storage.disk.SimulatedDirectory;
import io.annealdb.storage.disk.SimulatedDirectory.Crashed;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DebtLedgerTest {
    private final SimulatedDirectory disk = new SimulatedDirectory(new Random(1));

    private static Debt debt(int shard, long min, long max, long at) {
        return new Debt(new ShardId(shard), new NodeId(3), min, max, Why.NOT_HINTED, at);
    }

    @Test
    void debtsOfOneKindAreOneOverTheTimeOfAll() throws Exception {
        DebtLedger ledger = DebtLedger.open(disk);
        ledger.note(debt(7, 10, 20, 100));
        ledger.note(debt(7, 5, 12, 110));
        ledger.note(debt(8, 1, 1, 120));
        assertThat(ledger.debts()).containsExactly(debt(7, 5, 20, 110), debt(8, 1, 1, 120));
        disk.crash();
        assertThat(DebtLedger.open(disk).debts()).isEqualTo(ledger.debts());
    }

    @Test
    void aRingPaysWhatWasNotedBeforeIt() throws Exception {
        DebtLedger ledger = DebtLedger.open(disk);
        ledger.note(debt(7, 10, 20, 100));
        ledger.note(debt(8, 10, 20, 100));
        assertThat(ledger.pay(new ShardId(7), 100)).isZero();
        assertThat(ledger.pay(new ShardId(7), 101)).isEqualTo(1);
        disk.crash();
        assertThat(DebtLedger.open(disk).debts()).containsExactly(debt(8, 10, 20, 100));
    }

    @Test
    void theFileStaysSmall() throws Exception {
        DebtLedger ledger = DebtLedger.open(disk);
        for (int i = 0; i < 20_000; i++) {
            ledger.note(debt(7, i, i, i));
        }
        assertThat(disk.sizeOf(DebtLedger.FILE)).isLessThan(300_000);
        disk.crash();
        assertThat(DebtLedger.open(disk).debts()).containsExactly(debt(7, 0, 19_999, 19_999));
    }

    @Test
    void whatWasNotedOutlivesACrashAtAnyStep() throws Exception {
        for (int step = 1; step < 30; step++) {
            SimulatedDirectory hostile = new SimulatedDirectory(new Random(step));
            int noted = 0;
            hostile.crashAfter(step);
            try {
                DebtLedger ledger = DebtLedger.open(hostile);
                while (noted < 8) {
                    ledger.note(debt(noted + 1, 1, 2, 100));
                    noted++;
                }
            } catch (Crashed e) {
                // that is what the test is about
            }
            hostile.crash();
            assertThat(DebtLedger.open(hostile).debts())
                    .as("crash at step %d", step)
                    .hasSizeGreaterThanOrEqualTo(noted);
        }
    }

    @Test
    void theDebtsOfDroppedShardsAreForgotten() throws Exception {
        DebtLedger ledger = DebtLedger.open(disk);
        ledger.note(debt(7, 10, 20, 100));
        ledger.note(debt(8, 10, 20, 100));
        ledger.forget(shard -> shard.value() == 7);
        disk.crash();
        assertThat(DebtLedger.open(disk).debts()).containsExactly(debt(8, 10, 20, 100));
    }
}
