package org.rlgrad.config;

/** Whether the reference's oddities are kept (to reproduce its numbers) or put right. The README lists each of them. */
public enum Fidelity {
    REFERENCE,
    CORRECTED
}
