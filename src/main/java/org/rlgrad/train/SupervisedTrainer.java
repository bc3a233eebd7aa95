package org.rlgrad.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.rlgrad.Failure;
import org.rlgrad.config.TrainingArguments;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.random.RandomStreams;
import org.rlgrad.tensor.AdamW;
import org.rlgrad.tensor.Dropout;
import org.rlgrad.tensor.Gradients;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Parameters;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;
import org.rlgrad.train.SupervisedExamples.Example;

/**
 * Supervised finetuning by the likelihood of references: the mean cross-entropy over a batch's targets, transformers' AdamW, clipping
 * by the global norm, a learning rate schedule.
 *
 * <p>A step is a function of the weights, the optimizer's state, the seed and the step's number: these fix the batch, its order and
 * the dropout masks. So a training that was saved after some step goes on as if it had not been interrupted.
 *
 * <p>A batch goes through the model in parts that fit into memory, whose gradients add up to the batch's. The vocabulary is looked
 * at for targets alone.
 *
 * <p>Differs from the reference: the order of the examples is seeded by the run's own seed. What {@code fidelity: corrected}
 * changes is said in {@link SupervisedExamples} and {@link SupervisedRows}.
 */
public final class SupervisedTrainer implements AutoCloseable {
    private final LanguageModel model;
    private final SupervisedExamples data;
    private final TrainingArguments args;
    private final RandomStreams random;
    private final Parameters trained;
    private final AdamW optimizer;
    private final LearningRateSchedule rates;
    private final Dropout dropout;
    private final int mostTokens;
    private int stepsDone;

    /**
     * What a step measured before its update.
     *
     * @param number counted from 1
     * @param loss mean over the batch's targets, in nats
     * @param gradientNorm before clipping
     * @param tokens targets of the batch
     */
    public record Step(int number, double loss, double gradientNorm, double learningRate, int tokens) {}

    /**
     * Trains the model's own weights; the model stays the caller's.
     *
     * @throws Failure (bad data) if there is no example
     */
    public SupervisedTrainer(LanguageModel model, SupervisedExamples data, TrainingArguments args, int seed) {
        this(model, data, args, seed, Batches.MOST_TOKENS);
    }

    SupervisedTrainer(LanguageModel model, SupervisedExamples data, TrainingArguments args, int seed, int mostTokens) {
        if (data.examples().isEmpty()) {
            throw Failure.badData("the train split has no sample with a reference: there is nothing to learn");
        }
        this.model = model;
        this.data = data;
        this.args = args;
        this.random = new RandomStreams(seed);
        this.mostTokens = mostTokens;
        this.dropout = args.dropout() ? model.dropout() : Dropout.NONE;
        this.rates =
                new LearningRateSchedule(args.lrSchedulerType(), args.learningRate(), args.warmupSteps(), totalSteps());
        this.trained = model.parameters().without(name -> false);
        trained.requireGradients();
        this.optimizer = new AdamW(
                trained,
                WeightDecay::ofSupervised,
                new AdamW.Settings(
                        AdamW.Variant.TRANSFORMERS,
                        args.adamBeta1(),
                        args.adamBeta2(),
                        args.adamEpsilon(),
                        args.weightDecay()));
    }

    /** Steps of the whole training. */
    public int totalSteps() {
        return args.maxSteps() > 0 ? args.maxSteps() : Math.multiplyExact(args.numTrainEpochs(), stepsPerEpoch());
    }

    private int stepsPerEpoch() {
        int size = args.perDeviceTrainBatchSize();
        return (data.examples().size() + size - 1) / size;
    }

    /** Steps so far. */
    public int stepsDone() {
        return stepsDone;
    }

    /** Passes over the data after so many steps, a fraction while one is under way. */
    public double epoch(int steps) {
        return (double) steps / stepsPerEpoch();
    }

    /**
     * One update.
     *
     * @throws Failure (bad data) if loss or gradient are no longer finite, or no example of the batch has anything to predict
     */
    public Step step() {
        SupervisedRows batch = SupervisedRows.of(model, data, batch());
        int targets = batch.targets();
        if (targets == 0) {
            throw Failure.badData("step " + (stepsDone + 1) + ": no example of its batch has a token to predict; raise"
                    + " per_device_train_batch_size or clean the train split");
        }
        double rate = rates.at(stepsDone);
        Dropout.seed((int) (random.uniform(stepsDone, 0, 0) * 0x1p24f));
        float[] measured = Scopes.step(() -> update(batch.parts(mostTokens), targets, rate));
        stepsDone++;
        if (!Float.isFinite(measured[0]) || !Float.isFinite(measured[1])) {
            throw Failure.badData("training diverged in step " + stepsDone + ": loss " + measured[0]
                    + ", gradient norm " + measured[1] + "; lower alg.training_args.learning_rate");
        }
        return new Step(stepsDone, measured[0], measured[1], rate, targets);
    }

    /** Loss and gradient norm; nothing is read from the device before both are on their way. */
    private float[] update(List<SupervisedRows> parts, int targets, double rate) {
        NDArray loss = trained.manager().zeros(new Shape());
        Gradients gradients = Gradients.sum(parts, part -> gradients(part, targets, loss));
        NDArray norm = args.maxGradNorm() > 0 ? gradients.clip(args.maxGradNorm()) : gradients.norm();
        optimizer.step(gradients, rate);
        return NDArrays.stack(new NDList(loss, norm)).toFloatArray();
    }

    /** Of a part's share of the batch's loss, which is added to {@code sum}. */
    private Gradients gradients(SupervisedRows part, int targets, NDArray sum) {
        NDArray loss = Scopes.layer(() -> Torch.recording(() -> {
            NDArray logits = model.head(part.states(dropout));
            NDArray labels = Ops.longs(logits.getManager(), Batches.targets(part.rows()));
            return Ops.scale(Ops.crossEntropySum(logits, labels), 1.0 / targets);
        }));
        Gradients gradients = Gradients.of(loss, trained);
        Torch.noGrad(() -> sum.addi(loss));
        return gradients;
    }

    /** The examples of the next step: each epoch shuffles anew, its last batch may be smaller. */
    private List<Example> batch() {
        int examples = data.examples().size();
        int[] order = random.permutation(stepsDone / stepsPerEpoch(), examples);
        int from = stepsDone % stepsPerEpoch() * args.perDeviceTrainBatchSize();
        int to = Math.min(examples, from + args.perDeviceTrainBatchSize());
        return Arrays.stream(order, from, to).mapToObj(data.examples()::get).toList();
    }

    /** The optimizer's state by name, to be saved and restored in place; what else must be known is {@link #stepsDone}. */
    public Map<String, NDArray> state() {
        return optimizer.state();
    }

    /** Goes on after so many steps, once weights and {@link #state} are what they were then. */
    public void restore(int steps) {
        stepsDone = steps;
    }

    /** Frees the optimizer's state. */
    @Override
    public void close() {
        trained.close();
    }
}
