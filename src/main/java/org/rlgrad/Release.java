package org.rlgrad;

/** Which rlgrad this is. */
public final class Release {
    /** The version in {@code pom.xml}; a test keeps them equal. */
    public static final String VERSION = "0.1.0";

    private Release() {}
}
