/** Extractions of the same inputs before and after finetuning, side by side: {@code rlgrad compare}. */
package org.rlgrad.study.comparison;
