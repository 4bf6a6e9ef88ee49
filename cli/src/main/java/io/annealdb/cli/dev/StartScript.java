package io.annealdb.cli.dev;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code D/run/<node>.start}: starts one node in the foreground, as {@code dev} does. It ends up,
 * by exec, as the very process whose PID the node writes down.
 */
final class StartScript {
    private static final String MAIN = "io.annealdb.cli.Anneal";

    private StartScript() {}

    /**
     * Writes it.
     *
     * @param heap the most that the node's heap may take, as {@code -Xmx} has it
     */
    static Path write(DevFolder folder, DevNode node, String heap) throws IOException {
        Files.writeString(folder.config(node.name()), node.toml());
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaFlags());
        command.add("-Xmx" + heap);
        command.addAll(List.of("-cp", classPath(), MAIN, node.kind().command()));
        command.addAll(List.of("--config", folder.config(node.name()).toString()));
        command.addAll(List.of("--pid-file", folder.pid(node.name()).toString()));
        command.addAll(List.of("--log-file", folder.log(node.name()).toString()));
        Path script = folder.start(node.name());
        Files.writeString(
                script,
                "#!/bin/sh\n# Starts "
                        + node.name()
                        + " of this dev cluster in the foreground.\nexec "
                        + command.stream().map(StartScript::quoted).collect(Collectors.joining(" "))
                        + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script;
    }

    /** What this JVM was given to reach into the JDK, as a node needs it too. */
    private static List<String> javaFlags() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--add-") || flag.startsWith("--enable-native"))
                .toList();
    }

    /** Relative entries would depend on where the script is called from. */
    private static String classPath() {
        return java.util.Arrays.stream(
                        System.getProperty("java.class.path")
                                .split(System.getProperty("path.separator")))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(System.getProperty("path.separator")));
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
