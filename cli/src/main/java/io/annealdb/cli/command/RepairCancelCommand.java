package io.annealdb.cli.command;

import io.annealdb.proto.RepairStateProto;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "cancel", description = "Ends a job; what it has sent so far stays.")
final class RepairCancelCommand implements Callable<Integer> {
    @ParentCommand private RepairCommand repair;

    @Parameters(paramLabel = "ID", description = "The job, such as r-1.")
    private String id;

    @Override
    public Integer call() {
        return repair.setState(id, RepairStateProto.CANCELLED);
    }
}
