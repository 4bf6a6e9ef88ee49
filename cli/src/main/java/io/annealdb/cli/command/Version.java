package io.annealdb.cli.command;

import picocli.CommandLine.IVersionProvider;

/** The version that the build has put into the jar's manifest. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"AnnealDB " + (version == null ? "(built from sources)" : version)};
    }
}
