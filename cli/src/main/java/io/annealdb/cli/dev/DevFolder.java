package io.annealdb.cli.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What lies where in the folder of a dev cluster. */
public record DevFolder(Path root) {
    public DevFolder {
        root = root.toAbsolutePath().normalize();
    }

    /** Data or meta state of a node. */
    public Path node(String name) {
        return root.resolve(name);
    }

    public Path logs() {
        return root.resolve("log");
    }

    public Path log(String node) {
        return logs().resolve(node + ".log");
    }

    /** What a process has said on stderr: its one line, if it could not start. */
    Path error(String node) {
        return logs().resolve(node + ".err");
    }

    public Path run() {
        return root.resolve("run");
    }

    public Path ports() {
        return run().resolve("ports.json");
    }

    Path lock() {
        return run().resolve("dev.lock");
    }

    Path config(String node) {
        return run().resolve(node + ".toml");
    }

    Path start(String node) {
        return run().resolve(node + ".start");
    }

    Path pid(String node) {
        return run().resolve(node + ".pid");
    }

    public void create() throws IOException {
        Files.createDirectories(run());
        Files.createDirectories(logs());
    }
}
