package io.annealdb.cli.simulator;

import io.annealdb.storage.disk.Directory;

/** What must be on disk before it is acknowledged is not forced there. */
enum BrokenDisks implements Sabotage {
    HINTS_ARE_NOT_FORCED("hh/"),
    THE_LOG_IS_NOT_FORCED("wal/"),
    DELETES_ARE_NOT_FORCED("deletes");

    private final String spared;

    BrokenDisks(String spared) {
        this.spared = spared;
    }

    @Override
    public Directory disk(Directory disk) {
        return lazy("", disk);
    }

    private Directory lazy(String folder, Directory disk) {
        return Interposed.on(
                Directory.class,
                disk,
                call -> {
                    Object answer = call.proceed();
                    if (call.is("in")) {
                        return lazy(folder + call.arguments()[0] + "/", (Directory) answer);
                    } else if (call.is("append")
                            && (folder + call.arguments()[0]).contains(spared)) {
                        return Interposed.on(
                                Directory.AppendFile.class,
                                (Directory.AppendFile) answer,
                                each -> each.is("force") ? null : each.proceed());
                    }
                    return answer;
                });
    }
}
