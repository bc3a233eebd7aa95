/** {@code scripts/benchmark}: what rlgrad's work costs, next to what the machine could do and to the reference's way. */
package org.rlgrad.benchmark;
