package io.annealdb.cli.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** Every class of ours that a node or a command runs. */
final class ProductionCode {
    private ProductionCode() {}

    /** Tests are left out, also those that a module lends to others as a jar. */
    static JavaClasses read() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("io.annealdb");
    }
}
