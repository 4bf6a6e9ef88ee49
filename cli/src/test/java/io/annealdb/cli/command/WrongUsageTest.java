package io.annealdb.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.cli.ExitCode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command line alone shows to be wrong is exit code 2, and one line on stderr. */
class WrongUsageTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "statsu | unknown command \"statsu\". Did you mean status?",
                "repair strat | unknown command \"strat\". Did you mean start?",
                "repair | name one of start, pair, list,",
                "status --mta x:1 | unknown option --mta. Did you mean --meta?",
                "status --mta=x:1 | unknown option --mta. Did you mean --meta?",
                "status --meta nowhere | \"nowhere\" is no address; write it as HOST:PORT",
                "status --meta a:1 --data b:2 | give --meta or --data, not both",
                "status -o xml | xml",
                "status now | \"now\" is one argument too many",
                "check --shard seven | seven",
                "repair start --rate fast | \"fast\" is no rate; write it as 50MB/s",
                "repair show | ID",
                "repair show x-1 | \"x-1\" is no repair; write it as r-1",
                "check --limit 5 | --limit and --page say nothing without --details",
                "check --details --page 0 | at least 1",
                "repair start --details | --details says nothing without --dry-run",
                "repair start --dry-run --plan 9f | give --plan or --dry-run, not both",
                "repair pair data-1 data-2 | --shard",
                "repair pair data-1 --shard 1 | B",
                "repair pair data-1 data-1 --shard 1 | name two data nodes",
                "repair pair data-1 data-2 --shard 1 --mode both | \"both\" is none of push, pull, push-pull",
                "repair pair data-1 data-2 --shard 1 --meta a:1 --data b:2 | give --meta or --data, not both",
                "repair config --enabled perhaps | perhaps",
                "repair config --check-interval 10ms | check-interval is 1s to 7d",
                "repair config --max-concurrent 0 | max-concurrent is 1 to 16",
                "repair config --rate fast | \"fast\" is no rate; write it as 50MB/s",
                "repair config --window 22-6 | \"22-6\" is no window of a day",
                "config date | Did you mean data?",
                "dev | --dir",
                "dev --dir /nowhere --nodes 0 | --nodes is at least 1",
                "dev --dir /nowhere --set hinted-handoff.enabeld=false | Did you mean hinted-handoff.enabled?",
                "dev --dir /nowhere --set hinted-handoff.enabled=no | expected true or false",
                "data | --config",
                "data --config /nowhere/data.toml | there is no file /nowhere/data.toml",
                "query --local x | --local says nothing without --http",
                "backup | unknown command \"backup\""
            })
    void isOneLineAndExitCodeTwo(String arguments, String words) {
        CommandLineRun run = CommandLineRun.of(arguments.split(" "));
        assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).startsWith("anneal").contains(words);
    }

    @Test
    void aWrongVariableIsNamed() {
        CommandLineRun run = CommandLineRun.of(Map.of("ANNEAL_META", "nowhere"), "status");
        assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(run.err()).contains("ANNEAL_META");
    }

    @Test
    void helpIsNoError() {
        CommandLineRun run = CommandLineRun.of("repair", "start", "--help");
        assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).contains("--start-node", "--accept-loss");
    }
}
