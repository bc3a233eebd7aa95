package org.rlgrad.benchmark;

import ai.djl.Device;
import java.util.List;
import org.rlgrad.config.AlgorithmConfig.PpoArgs;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.random.RandomStreams;
import org.rlgrad.train.ActionScores;
import org.rlgrad.train.Actors;
import org.rlgrad.train.Minibatches;
import org.rlgrad.train.PpoUpdate;
import org.rlgrad.train.RolloutBuffer;
import org.rlgrad.train.SupervisedTrainer;

/**
 * {@code scripts/benchmark soak [DEVICE]}: a thousand training steps of tiny models, supervised and by PPO with its rollouts; memory
 * and native arrays after the first hundred and at the end must be the same, but for what allocators keep.
 */
final class SoakBenchmark {
    private static final int FIRST = 100;
    private static final int STEPS = 1000;
    private static final int BUFFER = 1280;

    private SoakBenchmark() {}

    /** Prints the table. */
    static void run(Device device) {
        System.out.printf("%-16s %6s %13s %12s%n", "training", "step", "resident MiB", "live arrays");
        try (LanguageModel model = BenchmarkModel.tiny(Workload.Architecture.T5_BASE, device)) {
            supervised(model);
        }
        try (LanguageModel model = BenchmarkModel.tiny(Workload.Architecture.GPT2_SMALL, device)) {
            ppo(model);
        }
    }

    private static void supervised(LanguageModel model) {
        SupervisedWorkload workload = new SupervisedWorkload("", Workload.Architecture.T5_BASE, 8, 20, 20);
        try (SupervisedTrainer trainer = workload.trainer(model, true)) {
            for (int step = 1; step <= STEPS; step++) {
                trainer.step();
                look("SFT, T5", step, model);
            }
        }
    }

    private static void ppo(LanguageModel model) {
        PpoArgs args = MadeRollouts.args(BUFFER, PpoArgs.Minibatches.TOKENS);
        Workload workload = new Workload("", Workload.Architecture.GPT2_SMALL, 16, 48, 1, 128, 50);
        try (Actors actors = Actors.withValue(model, 1, 0);
                PpoUpdate update = new PpoUpdate(actors, args, 0)) {
            MadeRollouts rollouts = new MadeRollouts(workload, model, BUFFER);
            int step = 0;
            while (step < STEPS) {
                RolloutBuffer.Transitions transitions = rollouts.fill(actors.score(rollouts.generate()));
                try (ActionScores scores = ActionScores.plain(actors.policy(), transitions, false)) {
                    List<int[]> minibatches = Minibatches.of(transitions, args, new RandomStreams(1), step);
                    for (int[] minibatch : minibatches) {
                        update.step(transitions, scores, minibatch);
                        look("PPO, GPT-2", ++step, model);
                    }
                }
            }
        }
    }

    private static void look(String training, int step, LanguageModel model) {
        if (step == FIRST || step == STEPS) {
            System.out.printf(
                    "%-16s %6d %13d %12d%n",
                    training,
                    step,
                    ProcessMemory.residentMiB(),
                    model.parameters().liveArrays());
        }
    }
}
