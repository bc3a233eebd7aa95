package org.rlgrad.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Made-up training runs whose curves look like real ones. */
public final class TrainingRuns {
    public static final List<String> ROLLOUTS = List.of(
            "episodes",
            "tokens",
            "ep_rew",
            "ep_rew_std",
            "ep_lens",
            "ep_lens_std",
            "ep_kl_rew",
            "kl_k1",
            "kl_k3",
            "kl_coeff",
            "log_prob",
            "ref_log_prob",
            "values",
            "probe_reward",
            "probe_reward_std",
            "probe_zero_std_fraction",
            "zero_std_fraction");
    public static final List<String> PPO = List.of(
            "policy_gradient_loss",
            "value_loss",
            "entropy_loss",
            "approx_kl",
            "clip_fraction",
            "explained_variance",
            "grad_norm",
            "updates");
    public static final List<String> SUPERVISED = List.of("epoch", "loss", "learning_rate", "grad_norm");

    private TrainingRuns() {}

    /** Reinforcement: iterations 1 to the last, evaluations at 0, every tenth and the last. */
    public static void ppo(Path run, int iterations) {
        Random random = new Random(7);
        try (ScalarsFile rollouts = ScalarsFile.open(run.resolve(ScalarsFile.ROLLOUTS), ROLLOUTS);
                ScalarsFile training = ScalarsFile.open(run.resolve(ScalarsFile.TRAINING), PPO);
                EvaluationsFile metrics = EvaluationsFile.open(run.resolve(EvaluationsFile.NAME))) {
            metrics.append(evaluation(0, List.of("train", "val", "test"), 0));
            double beta = 0.001;
            for (int i = 1; i <= iterations; i++) {
                double rise = 1 - Math.exp(-i / 30.0);
                double kl = 0.11 * rise + 0.012 * random.nextGaussian();
                beta *= 1 + 0.02 * Math.signum(kl - 0.08);
                double reward = 0.22 + 0.2 * rise;
                double noisy = reward + 0.02 * random.nextGaussian();
                double std = 0.16 - 0.05 * rise + 0.01 * random.nextGaussian();
                double spread = 0.09 - 0.05 * rise + 0.003 * random.nextGaussian();
                rollouts.append(
                        i,
                        90,
                        1280,
                        noisy,
                        std,
                        14.2,
                        3,
                        -beta * 14 * kl,
                        kl,
                        0.6 * Math.abs(kl) + 0.01,
                        beta,
                        -1.4,
                        -1.5,
                        0.2,
                        reward - 0.01,
                        spread,
                        0.1 + 0.25 * rise,
                        Double.NaN);
                training.append(i, -0.01, 0.04 / i, -2, 0.003, 0.05, rise, 0.5 + 1.0 / i, 100);
                if (i == iterations) {
                    metrics.append(evaluation(i, List.of("train", "val", "test"), rise));
                } else if (i % 10 == 0) {
                    metrics.append(evaluation(i, List.of("val"), rise));
                }
            }
        }
    }

    /** Supervised: a row every 50 optimizer steps, a validation every 500. */
    public static void supervised(Path run, int steps) {
        Random random = new Random(3);
        try (ScalarsFile training = ScalarsFile.open(run.resolve(ScalarsFile.TRAINING), SUPERVISED);
                EvaluationsFile metrics = EvaluationsFile.open(run.resolve(EvaluationsFile.NAME))) {
            metrics.append(evaluation(0, List.of("val", "test"), 0));
            for (int step = 50; step <= steps; step += 50) {
                double loss = 1.2 + 1.9 * Math.exp(-step / 700.0) + 0.05 * random.nextGaussian();
                training.append(step, 4.0 * step / steps, loss, 1e-5 * (1 - (double) step / steps), 1.3);
                if (step == steps) {
                    metrics.append(evaluation(step, List.of("val", "test"), 1));
                } else if (step % 500 == 0) {
                    metrics.append(evaluation(step, List.of("val"), 1 - Math.exp(-step / 900.0)));
                }
            }
        }
    }

    private static List<SplitMeasurement> evaluation(int step, List<String> splits, double rise) {
        List<SplitMeasurement> rows = new ArrayList<>();
        for (String split : splits) {
            double gap = split.equals("train") ? 0.03 * rise : split.equals("test") ? -0.008 : 0;
            rows.add(new SplitMeasurement(step, split, "lexical/rouge_rouge1", 0.31 + 0.15 * rise + gap));
            rows.add(new SplitMeasurement(step, split, "lexical/meteor", 0.23 + 0.19 * rise + gap));
            rows.add(new SplitMeasurement(step, split, "fluency_metrics/perplexity", 31.2 - 9 * rise - gap));
            rows.add(new SplitMeasurement(step, split, "lexical/bleu", step == 0 ? Double.NaN : 0.05 + 0.01 * rise));
            rows.add(new SplitMeasurement(step, split, "diversity_metrics/vocab_size-1", 12_345 - 2000 * rise));
        }
        return rows;
    }
}
