/** Trainings on a grid of settings as one table: {@code rlgrad compare --sweep}. */
package org.rlgrad.study.sweep;
