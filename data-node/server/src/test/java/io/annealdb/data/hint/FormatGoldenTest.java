package io.annealdb.data.hint;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.storage.disk.SimulatedDirectory;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The bytes of docs/format/hint-log.md and debt-log.md: files of older nodes must stay readable.
 */
class FormatGoldenTest {
    /** As version 1 wrote them: without stamps. */
    private static final String HINTS_1 =
            "414e48480100000000000000005dc94f9dab7265631f0000007a2ad0750180d095ffbc310007"
                    + "0200ffffffffffffffff00002a36fe9c971703726f7773ab7265632700000080d6c2290480d0"
                    + "95ffbc31010002076175746f67656effffffffffffffff00002a36fe9c9717036c61746572";

    private static final String HINTS =
            "414e484802000000000000000074c5e084ab72656327000000641ba0d10180d095ffbc310205"
                    + "000068e5cf8b01070200ffffffffffffffff00002a36fe9c971703726f7773ab7265632f00"
                    + "00005604e9760480d095ffbc310305000068e5cf8b010002076175746f67656effffffffffffffff00002a36fe9c9717036c61746572";
    private static final String POSITION = "414e485001010000000000000001000000a3bac4ab";
    private static final String SUMMARY =
            "414e48530181000000000000000000000000000000700000000000000002000000000000000600000000000000"
                    + "0068e5cf8b01000005000068e5cf8b014e135914";
    private static final String DEBTS =
            "414e4442010000000000000000c2f4f4b2ab7265631a0000004b7a9c0701ac02030280d095ff"
                    + "bc31fbffffffffffffff00002a36fe9c9717";

    private final SimulatedDirectory disk = new SimulatedDirectory(new Random(1));

    private static final long HLC = 1_700_000_000_000L << 16 | 5;

    private static Hint hint(Hint.Kind kind, long hlc, String body) {
        return new Hint(
                kind,
                1_700_000_000_000L,
                hlc,
                kind == Hint.Kind.UNASSIGNED,
                kind == Hint.Kind.ROWS ? 7 : 0,
                kind == Hint.Kind.KEPT_DELETE ? 300 : 0,
                2,
                kind == Hint.Kind.UNASSIGNED ? "autogen" : "",
                -1,
                1_700_000_000_000_000_000L,
                3,
                body.getBytes(StandardCharsets.UTF_8));
    }

    private String hex(String path) {
        return HexFormat.of().formatHex(disk.contentOf(path));
    }

    @Test
    void hintsAreWrittenAsTheyAlwaysWere() throws Exception {
        HintQueue queue = HintQueue.open(disk, "hh/3", 0, 10_000, what -> {});
        queue.append(hint(Hint.Kind.ROWS, HLC, "rows"));
        queue.append(hint(Hint.Kind.UNASSIGNED, HLC, "later"));
        queue.confirm(queue.next(1, Long.MIN_VALUE));
        assertThat(hex("hh/3/0000000000000001.hints")).isEqualTo(HINTS);
        assertThat(hex("hh/3/position")).isEqualTo(POSITION);
    }

    @Test
    void aSegmentsSummaryIsWrittenAsItAlwaysWas() throws Exception {
        HintQueue queue = HintQueue.open(disk, "hh/3", 0, 10_000, what -> {});
        queue.append(hint(Hint.Kind.ROWS, HLC, "rows"));
        queue.append(hint(Hint.Kind.UNASSIGNED, HLC, "later"));
        queue.close();
        assertThat(hex("hh/3/0000000000000001.sum")).isEqualTo(SUMMARY);
    }

    @Test
    void hintsAreRead() throws Exception {
        read(HINTS, HLC);
    }

    @Test
    void aDeleteForShardsToComeSaysWhichItsCoordinatorKnew() {
        Hint hint = hint(Hint.Kind.KEPT_DELETE, HLC, "delete");
        byte[] bytes = hint.encode();
        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo(
                        "80d095ffbc310605000068e5cf8b01ac02000200ffffffffffffffff00002a"
                                + "36fe9c97170364656c657465");
        assertThat(Hint.decode(hint.kind().code(), bytes))
                .usingRecursiveComparison()
                .isEqualTo(hint);
    }

    @Test
    void hintsOfAnOlderNodeAreReadWithoutTheirStamps() throws Exception {
        read(HINTS_1, 0);
    }

    private void read(String hex, long hlc) throws Exception {
        disk.put("hh/3/0000000000000001.hints", HexFormat.of().parseHex(hex));
        disk.put("hh/3/position", HexFormat.of().parseHex(POSITION));
        HintQueue queue = HintQueue.open(disk, "hh/3", 0, 10_000, what -> {});
        List<Hint> hints = queue.next(1000, Long.MIN_VALUE).hints();
        assertThat(hints).hasSize(1);
        assertThat(hints.get(0))
                .usingRecursiveComparison()
                .isEqualTo(hint(Hint.Kind.UNASSIGNED, hlc, "later"));
        assertThat(queue.leastHlc()).hasValue(hlc);
    }

    private static final Debt DEBT =
            new Debt(
                    new ShardId(300),
                    new NodeId(3),
                    -5,
                    1_700_000_000_000_000_000L,
                    Debt.Why.EXPIRED,
                    1_700_000_000_000L);

    @Test
    void debtsAreWrittenAsTheyAlwaysWere() throws Exception {
        DebtLedger ledger = DebtLedger.open(disk);
        ledger.note(DEBT);
        assertThat(hex(DebtLedger.FILE)).isEqualTo(DEBTS);
    }

    @Test
    void debtsOfAnOlderNodeAreRead() throws Exception {
        disk.put(DebtLedger.FILE, HexFormat.of().parseHex(DEBTS));
        assertThat(DebtLedger.open(disk).debts()).containsExactly(DEBT);
    }
}
