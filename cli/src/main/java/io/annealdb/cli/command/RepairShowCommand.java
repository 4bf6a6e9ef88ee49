package io.annealdb.cli.command;

import io.annealdb.cli.ExitCode;
import io.annealdb.cli.connect.ClusterConnection;
import io.annealdb.cli.repair.JobName;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "show", description = "What a job has come to, hop by hop.")
final class RepairShowCommand implements Callable<Integer> {
    @ParentCommand private RepairCommand repair;

    @Parameters(paramLabel = "ID", description = "The job, such as r-1.")
    private String id;

    @Override
    public Integer call() {
        long job = JobName.parse(id);
        try (ClusterConnection connection = repair.connect()) {
            repair.print(repair.job(connection, job));
        }
        return ExitCode.DONE;
    }
}
