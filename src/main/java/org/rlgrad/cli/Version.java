package org.rlgrad.cli;

import org.rlgrad.Release;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
public final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"rlgrad " + Release.VERSION + " (Java " + System.getProperty("java.version") + ")"};
    }
}
