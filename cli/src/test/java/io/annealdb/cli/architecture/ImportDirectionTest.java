package io.annealdb.cli.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The arrows of the architecture's table of folders point one way. */
class ImportDirectionTest {
    private static final String POINTS = "io.annealdb.points..";
    private static final String PROTO = "io.annealdb.proto..";
    private static final String WIRE = "io.annealdb.wire..";
    private static final String STORAGE = "io.annealdb.storage..";
    private static final String QUERY = "io.annealdb.query..";
    private static final String REPAIR = "io.annealdb.repair..";
    private static final String IMAGE = "io.annealdb.image..";
    private static final String META_CLIENT = "io.annealdb.meta.client..";

    private static JavaClasses all;

    @BeforeAll
    static void readClasses() {
        all = ProductionCode.read();
    }

    @Test
    void pointsKnowNobody() {
        onlyOurs(POINTS);
    }

    @Test
    void wireKnowsPointsAndMessages() {
        onlyOurs(WIRE, POINTS, PROTO);
    }

    @Test
    void storageKnowsNoNetworkAndNoCluster() {
        onlyOurs(STORAGE, POINTS);
        noClasses()
                .that()
                .resideInAPackage(STORAGE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "io.grpc..", "org.eclipse.jetty..")
                .check(all);
    }

    @Test
    void queryKnowsNoStorage() {
        onlyOurs(QUERY, POINTS);
    }

    @Test
    void repairKnowsNoDiskAndNoNetwork() {
        onlyOurs(REPAIR, POINTS);
        noClasses()
                .that()
                .resideInAPackage(REPAIR)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.net..", "java.nio.file..", "java.nio.channels..", "io.grpc..")
                .check(all);
    }

    @Test
    void imageKnowsPointsAndMessages() {
        onlyOurs(IMAGE, POINTS, PROTO);
    }

    @Test
    void metaKnowsNoDataNode() {
        onlyOurs("io.annealdb.meta..", IMAGE, POINTS, PROTO, REPAIR, WIRE);
    }

    @Test
    void dataNodesKnowOfMetaItsClientAlone() {
        onlyOurs(
                "io.annealdb.data..",
                IMAGE,
                POINTS,
                PROTO,
                REPAIR,
                WIRE,
                STORAGE,
                QUERY,
                META_CLIENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "points", "wire", "storage", "query", "repair", "image", "meta", "data", "cli"
            })
    void packagesOfAModuleFormNoCycle(String module) {
        slices().matching("io.annealdb." + module + ".(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(all);
    }

    /** Of our own classes, those of a package use only themselves and the ones named. */
    private static void onlyOurs(String of, String... may) {
        String[] allowed = Stream.concat(Stream.of(of), Arrays.stream(may)).toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage(of)
                .should()
                .onlyDependOnClassesThat(
                        resideInAPackage("io.annealdb..")
                                .negate()
                                .or(
                                        com.tngtech.archunit.core.domain.JavaClass.Predicates
                                                .resideInAnyPackage(allowed)))
                .check(all);
    }
}
