package org.rlgrad.experiment;

import java.util.List;

/**
 * What the command line says about a training.
 *
 * @param withSupervised first run the supervised training that this one starts from, if it is not finished
 * @param evaluateTrainSplit whether the train split is generated and scored at start and end
 * @param settings the command line's {@code --set}
 */
public record TrainOptions(RunOptions run, boolean withSupervised, boolean evaluateTrainSplit, List<String> settings) {}
