package org.rlgrad.experiment;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.rlgrad.config.AlgorithmConfig;
import org.rlgrad.config.TrainingArguments;
import org.rlgrad.generate.Generator;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.train.Evaluation;
import org.rlgrad.train.OnPolicyTrainer;
import org.rlgrad.train.SupervisedExamples;
import org.rlgrad.train.SupervisedTrainer;

/** Optimizer steps of a supervised training. */
final class SupervisedLoop implements TrainingLoop {
    private final TrainingArguments args;
    private final SupervisedTrainer trainer;
    private final Evaluation.GeneratorMaker generators;

    private SupervisedLoop(TrainingArguments args, SupervisedTrainer trainer, Evaluation.GeneratorMaker generators) {
        this.args = args;
        this.trainer = trainer;
        this.generators = generators;
    }

    /** Tokenizes the examples. */
    static SupervisedLoop of(AlgorithmConfig.Supervised algorithm, TrainingPlan plan, LanguageModel policy) {
        SupervisedExamples examples = SupervisedExamples.of(
                policy,
                plan.text().tokenizer(),
                plan.config().tokenizer(),
                plan.config().fidelity(),
                plan.trained());
        int rows = plan.config().trainEvaluation().evalBatchSize();
        return new SupervisedLoop(
                algorithm.trainingArgs(),
                new SupervisedTrainer(
                        policy,
                        examples,
                        algorithm.trainingArgs(),
                        plan.config().seed()),
                (generation, limits, random) ->
                        new Generator(policy, generation, limits, plan.text().endToken(), rows, random));
    }

    @Override
    public String unit() {
        return "steps";
    }

    @Override
    public int total() {
        return trainer.totalSteps();
    }

    @Override
    public int done() {
        return trainer.stepsDone();
    }

    @Override
    public Unit advance(BooleanSupplier stop) {
        OnPolicyTrainer.checkStop(stop);
        SupervisedTrainer.Step step = trainer.step();
        Map<String, Double> row = new LinkedHashMap<>();
        row.put("epoch", trainer.epoch(step.number()));
        row.put("loss", step.loss());
        row.put("learning_rate", step.learningRate());
        row.put("grad_norm", step.gradientNorm());
        row.put("tokens", (double) step.tokens());
        return new Unit(Map.of(), row, String.format(Locale.ROOT, "loss %.4g", step.loss()));
    }

    @Override
    public boolean validates(int units) {
        return units % args.loggingSteps() == 0;
    }

    @Override
    public boolean saves(int units) {
        return units % args.saveSteps() == 0;
    }

    @Override
    public int checkpoints() {
        return args.saveTotalLimit();
    }

    @Override
    public Map<String, NDArray> state() {
        return trainer.state();
    }

    @Override
    public Map<String, Double> counters() {
        return Map.of("done", (double) trainer.stepsDone());
    }

    @Override
    public void restore(Map<String, Double> counters) {
        trainer.restore(counters.get("done").intValue());
    }

    @Override
    public Optional<String> rewardMetric() {
        return Optional.empty();
    }

    @Override
    public Evaluation.GeneratorMaker generators() {
        return generators;
    }

    @Override
    public void close() {
        trainer.close();
    }
}
