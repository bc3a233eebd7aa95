/** Random generators: those of NumPy, Python and PyTorch draw for draw, and rlgrad's own counter-based streams. */
package org.rlgrad.random;
