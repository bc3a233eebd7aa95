/** A bridge into DJL's PyTorch engine; nothing else of rlgrad lives here. */
package ai.djl.pytorch.jni;
