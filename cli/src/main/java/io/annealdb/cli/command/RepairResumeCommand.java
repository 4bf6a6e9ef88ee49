package io.annealdb.cli.command;

import io.annealdb.proto.RepairStateProto;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "resume", description = "Lets a paused job go on at the hop where it stood.")
final class RepairResumeCommand implements Callable<Integer> {
    @ParentCommand private RepairCommand repair;

    @Parameters(paramLabel = "ID", description = "The job, such as r-1.")
    private String id;

    @Override
    public Integer call() {
        return repair.setState(id, RepairStateProto.QUEUED);
    }
}
