package io.annealdb.data.repair;

import io.annealdb.data.peer.VerifiedCopy;
import io.annealdb.storage.DamagedException;
import io.annealdb.storage.FileScrub;
import io.annealdb.storage.ShardScrub;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Reads a whole copy at once, for an operator who asks; as the scrub does it slowly. */
final class CopyVerification {
    private static final long STEP_BYTES = 1 << 20;

    private long files;
    private long blocks;
    private long bytes;
    private final List<String> damage = new ArrayList<>();

    /** Once only. */
    VerifiedCopy of(ShardScrub scrub, BooleanSupplier cancelled) throws IOException {
        String name = "";
        while (!cancelled.getAsBoolean()) {
            Optional<FileScrub> next = scrub.fileAfter(name);
            if (next.isEmpty()) {
                break;
            }
            try (FileScrub file = next.get()) {
                name = file.name();
                read(file, cancelled);
            }
        }
        ShardScrub.Logs logs = scrub.logs();
        bytes += logs.bytes();
        if (logs.damaged() > 0) {
            damage.add("its log, deletes or manifest were damaged, and are written anew");
        }
        return new VerifiedCopy(files, blocks, bytes, damage);
    }

    private void read(FileScrub file, BooleanSupplier cancelled) {
        files++;
        try {
            long step = file.step(STEP_BYTES);
            while (step > 0 && !cancelled.getAsBoolean()) {
                bytes += step;
                step = file.step(STEP_BYTES);
            }
        } catch (DamagedException e) {
            damage.add(e.getMessage());
        }
        blocks += file.blocks();
    }
}
