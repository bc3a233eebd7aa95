package org.rlgrad.config;

/** Which end of a text is padded or cut. */
public enum Side {
    LEFT,
    RIGHT
}
