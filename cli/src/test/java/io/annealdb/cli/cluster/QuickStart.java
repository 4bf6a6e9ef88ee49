package io.annealdb.cli.cluster;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/**
 * How the many JVMs of these tests start in a quarter of the time: a plain compiler, a plain
 * collector, and an archive of the loaded classes, which the first test of a build makes by running
 * a node of each kind once. Test JVMs that run side by side share it.
 */
final class QuickStart {
    private static final Path ARCHIVE = Path.of("target", "nodes.jsa").toAbsolutePath();
    private static final Path LIB = Path.of("target", "anneal", "lib");
    private static final String PLAIN = "-XX:TieredStopAtLevel=1";

    private QuickStart() {}

    /** What {@code java} takes from the variable {@code JDK_JAVA_OPTIONS}. */
    static String javaOptions() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(ARCHIVE + ".lock", "rw");
                FileLock held = file.getChannel().lock()) {
            if (held.isValid() && !isOfThisBuild()) {
                make();
            }
        }
        return PLAIN + " -XX:+UseSerialGC -XX:SharedArchiveFile=" + ARCHIVE;
    }

    /** An archive is of use to those alone who run the very jars that it was made of. */
    private static boolean isOfThisBuild() throws IOException {
        if (!Files.exists(ARCHIVE)) {
            return false;
        }
        long made = Files.getLastModifiedTime(ARCHIVE).toMillis();
        try (Stream<Path> jars = Files.list(LIB)) {
            return jars.allMatch(jar -> jar.toFile().lastModified() < made);
        }
    }

    private static void make() throws IOException {
        Path dir = Files.createTempDirectory("quick-start");
        Path next = dir.resolve("nodes.jsa");
        String options = PLAIN + " -Xlog:disable -XX:ArchiveClassesAtExit=" + next;
        try (DevCluster cluster = DevCluster.inOneProcess(dir, options)) {
            cluster.query(1, "", "CREATE DATABASE d");
            cluster.mustWrite(1, "d", "all", Ledger.line("s", 0, 1));
            cluster.query(1, "d", Ledger.QUERY);
        }
        Files.move(next, ARCHIVE, StandardCopyOption.REPLACE_EXISTING);
        DevCluster.removeTree(dir);
    }
}
