package org.rlgrad.experiment;

/**
 * What the command line says about a plan of controlled experiments beside its file.
 *
 * @param run what every run has; without suffix and shard
 * @param withPretraining run the pretraining experiments that are missing first
 */
public record ControlledOptions(RunOptions run, boolean withPretraining) {}
