package io.annealdb.cli.command;

import io.annealdb.cli.CommandContext;
import io.annealdb.cli.CommandFailure;
import io.annealdb.cli.ExitCode;
import io.annealdb.cli.connect.ClusterConnection;
import io.annealdb.cli.connect.HostPort;
import io.annealdb.cli.connect.InfluxHttp;
import io.annealdb.cli.report.ResultTable;
import io.annealdb.image.DataNodeInfo;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "query",
        description = {
            "A query from the shell; with no text, a prompt.",
            "With -o json the answer is InfluxDB's own."
        })
final class QueryCommand implements Callable<Integer> {
    private static final String PROMPT = "> ";

    private final CommandContext context;
    private final InfluxHttp http = new InfluxHttp();

    @Mixin private MetaOption meta;
    @Mixin private OutputOption output;

    @Option(names = "--db", paramLabel = "D", description = "The database that the query is about.")
    private Optional<String> database = Optional.empty();

    @Option(
            names = "--http",
            converter = AddressConverter.class,
            paramLabel = "HOST:PORT",
            description = "The data node to ask; else one that meta knows.")
    private Optional<HostPort> address = Optional.empty();

    @Option(
            names = "--local",
            description = "Answer from what that node itself stores (replica=local): needs --http.")
    private boolean local;

    @Parameters(arity = "0..1", paramLabel = "InfluxQL", description = "One or more statements.")
    private Optional<String> text = Optional.empty();

    QueryCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (local && address.isEmpty()) {
            throw CommandFailure.wrongUsage("--local says nothing without --http: name the node.");
        }
        List<String> nodes = address.map(node -> List.of(node.toString())).orElseGet(this::known);
        return text.isPresent() ? one(nodes, text.get()) : prompt(nodes);
    }

    private int one(List<String> nodes, String influxQl) throws IOException {
        InfluxHttp.Answer answer = ask(nodes, influxQl);
        String error = answer.error();
        if (!error.isEmpty() && !answer.json().has("results")) {
            throw CommandFailure.failed(error);
        }
        if (output.isJson()) {
            context.terminal().print(answer.body().strip());
        } else {
            ResultTable.print(answer.json(), context.terminal());
        }
        if (!error.isEmpty()) {
            throw CommandFailure.failed(error);
        }
        return ExitCode.DONE;
    }

    /** Reads statements until the end, "exit" or "quit"; "use D" changes the database. */
    private int prompt(List<String> nodes) throws IOException {
        BufferedReader input =
                new BufferedReader(new InputStreamReader(context.input(), StandardCharsets.UTF_8));
        while (true) {
            if (context.terminal().errIsTerminal()) {
                context.terminal().err().print(database.orElse("") + PROMPT);
                context.terminal().err().flush();
            }
            String line = input.readLine();
            if (line == null || line.strip().matches("(?i)exit|quit")) {
                return ExitCode.DONE;
            }
            String statement = line.strip();
            if (statement.toLowerCase(java.util.Locale.ROOT).startsWith("use ")) {
                database = Optional.of(statement.substring(4).strip().replaceAll("[\";]", ""));
            } else if (!statement.isEmpty()) {
                try {
                    one(nodes, statement);
                } catch (CommandFailure refused) {
                    context.terminal().note(refused.getMessage());
                }
            }
        }
    }

    private InfluxHttp.Answer ask(List<String> nodes, String influxQl) throws IOException {
        Map<String, String> parameters = new LinkedHashMap<>();
        database.ifPresent(name -> parameters.put("db", name));
        if (local) {
            parameters.put("replica", "local");
        }
        IOException last = null;
        for (String node : nodes) {
            try {
                return http.query(node, influxQl, parameters);
            } catch (IOException away) {
                last = away;
            }
        }
        throw last == null ? new IOException("the cluster has no data node yet. Start one.") : last;
    }

    private List<String> known() {
        try (ClusterConnection connection =
                ClusterConnection.throughMeta(context, meta.addresses())) {
            return connection.image().dataNodes().stream().map(DataNodeInfo::httpAddress).toList();
        }
    }
}
