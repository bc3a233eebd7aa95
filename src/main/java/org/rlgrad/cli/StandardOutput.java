package org.rlgrad.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Standard output that remembers why it failed: a reader that went away is nobody's fault, a full disk is a failure. */
final class StandardOutput extends OutputStream {
    private final OutputStream target;
    private String failure;
    private boolean broken;

    StandardOutput(OutputStream target) {
        this.target = target;
    }

    /** The first failure; a broken pipe is none. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void write(int octet) {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
        if (broken) {
            return;
        }
        try {
            target.write(octets, offset, length);
        } catch (IOException e) {
            broken = true;
            failure = "Broken pipe".equals(e.getMessage()) ? null : e.getMessage();
        }
    }
}
