package io.annealdb.cli.dev;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
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

    /**
     * Absolute entries, since the script may be called from anywhere; jars that all lie in one
     * folder, as those of the distribution do, are said by the folder.
     */
    private static String classPath() {
        List<Path> entries =
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(entry -> Path.of(entry).toAbsolutePath())
                        .toList();
        Set<Path> folders = entries.stream().map(Path::getParent).collect(Collectors.toSet());
        boolean allJars = entries.stream().allMatch(entry -> entry.toString().endsWith(".jar"));
        if (allJars && folders.size() == 1 && entries.size() > 1) {
            return folders.iterator().next().resolve("*").toString();
        }
        return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
