/** Numbers about numbers: pure functions without files or tensors, each checked against NumPy or SciPy. */
package org.rlgrad.statistics;
