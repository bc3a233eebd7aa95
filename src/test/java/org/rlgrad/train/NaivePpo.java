package org.rlgrad.train;

import java.util.Arrays;
import org.rlgrad.config.AlgorithmConfig.PpoArgs;

/** PPO's loss of a minibatch token by token in double precision, as the paper writes it, with its derivatives by hand. */
final class NaivePpo {
    double policy;
    double value;
    double entropy;
    double loss;
    /** Derivatives of the loss by log-probability, value and entropy of each token. */
    final double[] byLogProb;

    final double[] byValue;
    final double[] byEntropy;

    NaivePpo(double[] logProbs, double[] values, double[] entropies, PpoLoss.Old old, PpoArgs args) {
        int n = logProbs.length;
        byLogProb = new double[n];
        byValue = new double[n];
        byEntropy = new double[n];
        for (int i = 0; i < n; i++) {
            double advantage = old.advantages()[i];
            double ratio = Math.exp(logProbs[i] - old.logProbs()[i]);
            double clipped = Math.max(1 - args.clipRange(), Math.min(1 + args.clipRange(), ratio));
            policy -= Math.min(advantage * ratio, advantage * clipped) / n;
            if (advantage * ratio <= advantage * clipped) {
                byLogProb[i] -= advantage * ratio / n;
            }
            double used = values[i];
            boolean free = true;
            if (args.clipRangeVf().isPresent()) {
                double range = args.clipRangeVf().getAsDouble();
                double change = values[i] - old.values()[i];
                free = Math.abs(change) <= range;
                used = old.values()[i] + Math.max(-range, Math.min(range, change));
            }
            double error = used - old.returns()[i];
            value += error * error / n;
            byValue[i] = free ? args.vfCoef() * 2 * error / n : 0;
            if (args.enforceTokenEntropyRegEstimate()) {
                entropy += logProbs[i] / n;
                byLogProb[i] += args.entCoef() / n;
            } else {
                entropy -= entropies[i] / n;
                byEntropy[i] = -args.entCoef() / n;
            }
        }
        loss = policy + args.vfCoef() * value + args.entCoef() * entropy;
    }

    /** (a - mean) / (standard deviation with n - 1, + 1e-8). */
    static float[] normalized(float[] advantages) {
        double mean = 0;
        for (float advantage : advantages) {
            mean += (double) advantage / advantages.length;
        }
        double squares = 0;
        for (float advantage : advantages) {
            squares += Math.pow(advantage - mean, 2);
        }
        double deviation = Math.sqrt(squares / (advantages.length - 1)) + 1e-8;
        float[] normalized = Arrays.copyOf(advantages, advantages.length);
        for (int i = 0; i < normalized.length; i++) {
            normalized[i] = (float) ((advantages[i] - mean) / deviation);
        }
        return normalized;
    }
}
