package org.rlgrad.metric;

/** A text and its rewriting from left to right, which is made only once there is something to rewrite. */
final class Rewriting {
    private final String text;
    private StringBuilder out;
    private int copied;

    Rewriting(String text) {
        this.text = text;
    }

    /** Puts something in the place of a part, which stands after those that were replaced before. */
    void replace(int start, int end, String replacement) {
        if (out == null) {
            out = new StringBuilder(text.length() + text.length() / 4 + 16);
        }
        out.append(text, copied, start).append(replacement);
        copied = end;
    }

    /** Blanks before and after a part. */
    void around(int start, int end) {
        replace(start, start, " ");
        replace(end, end, " ");
    }

    /** The text as it reads now. */
    @Override
    public String toString() {
        return out == null ? text : out.append(text, copied, text.length()).toString();
    }
}
