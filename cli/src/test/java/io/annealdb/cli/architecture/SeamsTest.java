package io.annealdb.cli.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Time, chance and waiting come in from outside, so that a seed can play whole nodes; and nothing
 * is shared between the nodes of a process.
 */
class SeamsTest {
    /** Where the outside is let in: each waits for a real thread or a real library. */
    private static final Set<String> EDGES =
            Set.of(
                    "io.annealdb.meta.log.Leadership",
                    "io.annealdb.meta.log.RaftLog",
                    // Waits for threads of its own to end, whatever the wall clock says.
                    "io.annealdb.meta.repair.RepairRunner",
                    "io.annealdb.repair.compare.Sleeper",
                    // Tells the coordinator over a real network, not too often.
                    "io.annealdb.data.peer.grpc.HopCall",
                    // Wires a node to the real world.
                    "io.annealdb.data.node.DataNode",
                    // The name of a new data folder: nothing is decided by it but "the same or
                    // not".
                    "io.annealdb.storage.FolderIdentity");

    private static JavaClasses all;

    @BeforeAll
    static void readClasses() {
        all = ProductionCode.read();
    }

    @Test
    void timeIsPassedIn() {
        deciding().should().callMethod(System.class, "currentTimeMillis").check(all);
        deciding().should().callMethod(System.class, "nanoTime").check(all);
        deciding().should().callMethod(Instant.class, "now").check(all);
        deciding().should().callMethod(Clock.class, "systemUTC").check(all);
    }

    @Test
    void chanceIsPassedIn() {
        deciding().should().callConstructor(Random.class).check(all);
        deciding().should().callMethod(Math.class, "random").check(all);
        deciding()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
                .check(all);
        deciding().should().callMethod(java.util.UUID.class, "randomUUID").check(all);
    }

    @Test
    void nobodySleeps() {
        deciding().should().callMethod(Thread.class, "sleep", long.class).check(all);
    }

    @Test
    void theImageIsPure() {
        noClasses()
                .that()
                .resideInAPackage("io.annealdb.image..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.nio.file..", "java.net..", "io.grpc..")
                .check(all);
    }

    @Test
    void nothingStaticChanges() {
        noFields()
                .that()
                .areDeclaredInClassesThat(ours())
                .and()
                .areStatic()
                .should()
                .notHaveModifier(JavaModifier.FINAL)
                .check(all);
    }

    private static GivenClassesConjunction deciding() {
        return noClasses().that(ours()).and(notAtTheEdge());
    }

    private static DescribedPredicate<JavaClass> ours() {
        return DescribedPredicate.describe(
                "written by us",
                type ->
                        type.getPackageName().startsWith("io.annealdb")
                                && !type.getPackageName().startsWith("io.annealdb.proto")
                                && !type.getSimpleName().startsWith("InfluxQlParser")
                                && !type.getSimpleName().startsWith("InfluxQlLexer"));
    }

    private static DescribedPredicate<JavaClass> notAtTheEdge() {
        return DescribedPredicate.describe(
                "not at the edge",
                type ->
                        !type.getPackageName().startsWith("io.annealdb.cli")
                                && !EDGES.contains(outermost(type).getName()));
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(SeamsTest::outermost).orElse(type);
    }
}
