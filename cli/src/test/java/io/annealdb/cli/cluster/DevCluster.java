package io.annealdb.cli.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.annealdb.cli.command.CommandLineRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A cluster of real processes, one JVM a node, as {@code anneal dev --processes} makes it, and the
 * ways in which its user and its misfortunes touch it: HTTP, the command line, kill -9, removed
 * folders. It knows nothing of the inside.
 */
final class DevCluster implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JAVA_OPTIONS = "JDK_JAVA_OPTIONS";
    private static final Duration START_MAX = Duration.ofSeconds(180);
    private static final Duration STOP_MAX = Duration.ofSeconds(120);

    private final Path dir;
    private final int httpPort;
    private final int metaPort;
    private final String javaOptions;
    private final Process dev;
    private final Map<String, Process> restarted = new HashMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    /** An HTTP answer. */
    record Reply(int status, String body, Map<String, List<String>> headers) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException("not JSON: " + body, e);
            }
        }

        Optional<String> header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().get(0))
                    .findFirst();
        }
    }

    private DevCluster(Path dir, int httpPort, int metaPort, String javaOptions, Process dev) {
        this.dir = dir;
        this.httpPort = httpPort;
        this.metaPort = metaPort;
        this.javaOptions = javaOptions;
        this.dev = dev;
    }

    /** Starts a cluster, a process for each node, and waits until it says that it is ready. */
    static DevCluster start(Path dir, int nodes, int metas, String... more) throws IOException {
        List<String> flags = new ArrayList<>(List.of("--processes"));
        flags.addAll(List.of(more));
        return start(dir, nodes, metas, QuickStart.javaOptions(), flags);
    }

    /** A node of each kind, in one process. */
    static DevCluster inOneProcess(Path dir, String javaOptions) throws IOException {
        return start(dir, 1, 1, javaOptions, List.of());
    }

    private static DevCluster start(
            Path dir, int nodes, int metas, String javaOptions, List<String> more)
            throws IOException {
        int httpPort = freePorts(nodes + metas);
        int metaPort = httpPort + nodes;
        List<String> command = new ArrayList<>(anneal());
        command.addAll(List.of("dev", "--dir", dir.toString()));
        command.addAll(List.of("--nodes", "" + nodes, "--metas", "" + metas));
        command.addAll(List.of("--http-port", "" + httpPort, "--meta-port", "" + metaPort));
        command.addAll(more);
        Files.createDirectories(dir);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(dir.resolve("dev.err").toFile());
        builder.environment().put(JAVA_OPTIONS, javaOptions);
        DevCluster cluster = new DevCluster(dir, httpPort, metaPort, javaOptions, builder.start());
        try {
            cluster.awaitReady();
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    private void awaitReady() throws IOException {
        BufferedReader out = dev.inputReader();
        long end = System.nanoTime() + START_MAX.toNanos();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.equals("ready")) {
                return;
            }
            if (System.nanoTime() > end) {
                break;
            }
        }
        throw new IllegalStateException(
                "the cluster did not come up: " + Files.readString(dir.resolve("dev.err")));
    }

    /**
     * The launcher of the distribution that the build has just made: it runs the jars beside it.
     */
    static List<String> anneal() {
        return List.of(Path.of("target", "anneal", "anneal").toAbsolutePath().toString());
    }

    int httpPort() {
        return httpPort;
    }

    Path folder(String node) {
        return dir.resolve(node);
    }

    /**
     * Runs an operator command against this cluster: in this process, since a JVM's start takes
     * longer than most of them.
     */
    CommandLineRun run(String... arguments) {
        return CommandLineRun.of(Map.of("ANNEAL_META", metas()), arguments);
    }

    /** Runs the same through the launcher, as a user does, in a process of its own. */
    CommandLineRun launch(String... arguments) {
        List<String> command = new ArrayList<>(anneal());
        command.addAll(List.of(arguments));
        try {
            Path err = Files.createTempFile(dir, "command", ".err");
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
            builder.environment().put("ANNEAL_META", metas());
            Process process = builder.start();
            String out =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(180, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("no end of " + command);
            }
            CommandLineRun outcome =
                    new CommandLineRun(process.exitValue(), out, Files.readString(err));
            Files.delete(err);
            return outcome;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String metas() {
        StringBuilder addresses = new StringBuilder();
        try (Stream<Path> pids = Files.list(dir.resolve("run"))) {
            long metas =
                    pids.filter(path -> path.getFileName().toString().matches("meta-\\d+\\.start"))
                            .count();
            for (int i = 0; i < metas; i++) {
                addresses.append(i == 0 ? "" : ",").append("127.0.0.1:").append(metaPort + i);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return addresses.toString();
    }

    /**
     * Writes line protocol through a data node, numbered from 1; the status of the answer, 0 for
     * none.
     */
    int write(int node, String database, String consistency, String lines) {
        return tryWrite(node, database, consistency, lines).map(Reply::status).orElse(0);
    }

    /** A write that its test relies on: any answer but 204 ends the test with its words. */
    void mustWrite(int node, String database, String consistency, String lines) {
        Optional<Reply> reply = tryWrite(node, database, consistency, lines);
        if (reply.isEmpty() || reply.get().status() != 204) {
            throw new AssertionError("write through data-" + node + ": " + reply);
        }
    }

    Optional<Reply> tryWrite(int node, String database, String consistency, String lines) {
        return post(node, "/write?db=" + database + "&consistency=" + consistency, lines);
    }

    /** What a data node says of itself to Prometheus: the value of one counter or gauge. */
    double metric(int node, String name) {
        String page =
                get(node, "/metrics")
                        .orElseThrow(() -> new IllegalStateException("no answer from data-" + node))
                        .body();
        return page.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + page));
    }

    /** One statement through a data node. */
    Reply query(int node, String database, String statement, String... parameters) {
        StringBuilder path = new StringBuilder("/query?db=" + database + "&epoch=ns");
        for (String parameter : parameters) {
            path.append('&').append(parameter);
        }
        path.append("&q=").append(URLEncoder.encode(statement, StandardCharsets.UTF_8));
        return post(node, path.toString(), "")
                .orElseThrow(() -> new IllegalStateException("no answer from data-" + node));
    }

    private Optional<Reply> post(int node, String path, String body) {
        return send(request(node, path).POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    private Optional<Reply> get(int node, String path) {
        return send(request(node, path).build());
    }

    private HttpRequest.Builder request(int node, String path) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + (httpPort + node - 1) + path))
                .timeout(Duration.ofSeconds(30));
    }

    private Optional<Reply> send(HttpRequest request) {
        try {
            HttpResponse<String> reply = http.send(request, HttpResponse.BodyHandlers.ofString());
            return Optional.of(new Reply(reply.statusCode(), reply.body(), reply.headers().map()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** kill -9. */
    void kill(String node) {
        ProcessHandle handle = ProcessHandle.of(pid(node)).orElseThrow();
        handle.destroyForcibly();
        handle.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** SIGTERM: what is in memory goes into block files first. */
    void stop(String node) {
        ProcessHandle handle = ProcessHandle.of(pid(node)).orElseThrow();
        handle.destroy();
        handle.onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }

    /** Where commands call a data node while no meta node lives. */
    String dataAddress(String node) throws IOException {
        JsonNode ports = JSON.readTree(dir.resolve("run").resolve("ports.json").toFile());
        return "127.0.0.1:" + ports.get(node).get("rpc").asInt();
    }

    /** Starts a node that is down, and waits until it serves. */
    void startNode(String node) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(dir.resolve("run").resolve(node + ".start").toString())
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(
                                        dir.resolve(node + ".out").toFile()));
        builder.environment().put(JAVA_OPTIONS, javaOptions);
        restarted.put(node, builder.start());
        if (node.startsWith("data-")) {
            int number = Integer.parseInt(node.substring("data-".length()));
            Waiting.until(node + " serves", () -> ping(number));
        }
    }

    private boolean ping(int node) {
        return post(node, "/query?q=SHOW+DATABASES", "").filter(r -> r.status() == 200).isPresent();
    }

    private long pid(String node) {
        try {
            return Long.parseLong(
                    Files.readString(dir.resolve("run").resolve(node + ".pid")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes what a stopped node has of a database, files and log: "the shard is lost". */
    void loseShards(String node, String database) throws IOException {
        removeTree(folder(node).resolve("data").resolve(database));
        removeTree(folder(node).resolve("wal").resolve(database));
    }

    static void removeTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Whether {@code anneal hints} shows that nothing waits for anybody; false if it fails. */
    boolean hintsDelivered() {
        CommandLineRun hints = run("hints", "-o", "json");
        if (hints.exitCode() != 0) {
            return false;
        }
        for (JsonNode queue : hints.json().get("queues")) {
            if (queue.get("bytes").asLong() > 0) {
                return false;
            }
        }
        return true;
    }

    String metaLeader() {
        return run("status", "-o", "json").json().get("meta").get("leader").asText();
    }

    @Override
    public void close() {
        dev.destroy();
        try {
            if (!dev.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
                dev.destroyForcibly();
            }
            for (Process process : restarted.values()) {
                process.destroy();
                if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The first of some neighbouring free ports below the range that the system gives to callers.
     */
    private static int freePorts(int count) throws IOException {
        int first = 12000 + (int) (ProcessHandle.current().pid() % 97) * 100;
        for (int tries = 0; tries < 200; tries++) {
            int at = 12000 + (first - 12000 + tries * 37) % 18000;
            if (allFree(at, count)) {
                return at;
            }
        }
        throw new IOException("no free ports");
    }

    private static boolean allFree(int from, int count) {
        for (int port = from; port < from + count; port++) {
            try (ServerSocket probe = new ServerSocket()) {
                probe.bind(new java.net.InetSocketAddress("127.0.0.1", port));
            } catch (IOException taken) {
                return false;
            }
        }
        return true;
    }
}
