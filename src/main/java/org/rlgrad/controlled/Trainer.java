package org.rlgrad.controlled;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.config.ControlledConfig;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.ObjectiveConfig.OptMethod;
import org.rlgrad.config.OptimizerConfig;
import org.rlgrad.controlled.Classifier.Part;
import org.rlgrad.model.BatchNorm;
import org.rlgrad.random.RandomStreams;
import org.rlgrad.report.GroupMeasurement;
import org.rlgrad.tensor.Adam;
import org.rlgrad.tensor.Gradients;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Optimizer;
import org.rlgrad.tensor.Parameters;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Sgd;
import org.rlgrad.tensor.Torch;
import org.rlgrad.train.PolicyObjectives;

/**
 * Trains a classifier by supervised learning or by the (exact or sampled) policy gradient, and measures on the way how large
 * reward, reward deviation and gradient are on the samples whose label was modified and on the others (Razin et al. 2024,
 * section 4.2).
 *
 * <p>Without batch normalisation the groups cost nothing extra: each sample goes through the model once, the groups one after
 * the other, and their gradients add up to the batch's. With it a group is another batch than the whole, so three passes are made.
 *
 * <p>Differs from the reference: the batch order is seeded. Under {@code fidelity: corrected} measuring a group does not move the
 * running means and variances of batch normalisation; in the reference it does, and so changes the test metrics.
 */
public final class Trainer implements AutoCloseable {
    // Which of a step's passes draws labels: reinforce draws anew in each.
    private static final int SMALL = 0;
    private static final int LARGE = 1;
    private static final int ALL = 2;

    private final ControlledConfig config;
    private final Classifier classifier;
    private final Objective objective;
    private final Optimizer optimizer;
    private final Optional<Classifier> reference;
    private final NDManager manager;
    private final Targets train;
    private final Targets test;
    private final boolean[] modified;
    private final int testSamples;
    private final boolean measuresGroups;
    private final RandomStreams random;
    private final StepRecorder recorder;
    private long steps;

    /**
     * Takes over the classifier; its weights as they are now are the reference of a KL penalty.
     *
     * @throws Failure if batch normalisation would see a batch of one sample, which has no variance
     */
    public Trainer(ControlledConfig config, Classifier classifier, ControlledSamples samples) {
        int count = samples.trainIndices().length;
        if (classifier.hasBatchNorm() && (count % config.batchSize() == 1 || config.batchSize() == 1)) {
            throw new Failure(
                    ExitCode.BAD_CONFIG,
                    "batch_size: " + config.batchSize() + " leaves a last batch of one of the " + count
                            + " train samples, and batch normalisation needs two; choose another batch_size or"
                            + " num_train_samples");
        }
        this.config = config;
        this.classifier = classifier;
        this.objective = new Objective(config.objective(), config.logitsTemperature(), config.fidelity());
        boolean penalised = config.objective().klRegularizationCoeff() != 0;
        this.reference = penalised && !config.objective().klRegRefUnif()
                ? Optional.of(classifier.frozenCopy())
                : Optional.empty();
        Parameters parameters = classifier.parameters();
        parameters.requireGradients();
        this.optimizer = optimizer(config.optimizer(), parameters);
        this.manager = parameters.manager().newSubManager();
        this.modified = samples.modified();
        this.testSamples = samples.testLabels().length;
        this.measuresGroups =
                !config.isPretraining() && IntStream.range(0, modified.length).anyMatch(i -> modified[i]);
        this.train = targets(samples, samples.trainLabels(), modified);
        this.test = targets(samples, samples.testLabels(), new boolean[testSamples]);
        this.random = new RandomStreams(config.seed());
        this.recorder = new StepRecorder(manager);
    }

    private static Optimizer optimizer(OptimizerConfig config, Parameters parameters) {
        if (config instanceof OptimizerConfig.Adam) {
            return new Adam(parameters, config.weightDecay());
        }
        return new Sgd(parameters, config.weightDecay());
    }

    private Targets targets(ControlledSamples samples, int[] labels, boolean[] isModified) {
        Targets made = config.isPretraining()
                ? Targets.several(manager, labels, samples.labelSets().table())
                : Targets.one(manager, labels, isModified, samples.classes(), config.objective());
        Scopes.keep(manager, made.labels());
        if (!made.areSeveral()) {
            Scopes.keep(manager, made.rewards());
        }
        return made;
    }

    /**
     * Trains one epoch, counted from 1, and returns what it measured; test metrics only where they are due.
     *
     * @param abandoning asked before every step
     * @throws CancellationException where that said so: the epoch is half done then, and only a checkpoint is of use
     */
    public List<GroupMeasurement> epoch(int epoch, BooleanSupplier abandoning) {
        int samples = modified.length;
        int[] order = random.permutation(epoch, samples);
        int batches = (samples + config.batchSize() - 1) / config.batchSize();
        steps = (long) (epoch - 1) * batches;
        for (int from = 0; from < samples; from += config.batchSize()) {
            if (abandoning.getAsBoolean()) {
                throw new CancellationException("abandoned in epoch " + epoch);
            }
            step(Arrays.copyOfRange(order, from, Math.min(samples, from + config.batchSize())));
        }
        List<GroupMeasurement> measured = new ArrayList<>(EpochMeans.of(epoch, recorder.take(), config));
        if (epoch % config.validateEvery() == 0 || epoch == config.epochs()) {
            measured.add(evaluate(epoch));
        }
        return measured;
    }

    /** One update on a batch of train samples. */
    void step(int[] rows) {
        Scopes.step(() -> {
            NDArray parametersNorm = Gradients.norm(classifier.parameters());
            int[] smallRows = group(rows, true);
            int[] largeRows = group(rows, false);
            Pass small = null;
            Pass large = null;
            Pass all;
            if (!measuresGroups) {
                all = pass(rows, ALL, BatchNorm.TRAIN);
            } else if (classifier.hasBatchNorm()) {
                BatchNorm mode = config.fidelity() == Fidelity.CORRECTED ? BatchNorm.TRAIN_KEEPING : BatchNorm.TRAIN;
                // a single sample has no variance to normalise by
                small = smallRows.length < 2 ? null : pass(smallRows, SMALL, mode);
                large = largeRows.length < 2 ? null : pass(largeRows, LARGE, mode);
                all = pass(rows, ALL, BatchNorm.TRAIN);
            } else {
                small = smallRows.length == 0 ? null : pass(smallRows, SMALL, BatchNorm.TRAIN);
                large = largeRows.length == 0 ? null : pass(largeRows, LARGE, BatchNorm.TRAIN);
                all = small == null ? large : large == null ? small : Pass.join(large, small);
            }
            optimizer.step(all.gradients(), config.optimizer().learningRate());
            recorder.add(small, large, all, parametersNorm);
            return null;
        });
        steps++;
    }

    /** The measurements of the steps since the last call. */
    List<Step> takeSteps() {
        return recorder.take();
    }

    private int[] group(int[] rows, boolean isModified) {
        return Arrays.stream(rows).filter(row -> modified[row] == isModified).toArray();
    }

    private Pass pass(int[] rows, int draw, BatchNorm mode) {
        Gradients gradients = null;
        NDArray sums = null;
        for (int[] piece : classifier.pieces(Part.TRAIN, rows)) {
            Objective.Outcome outcome = Torch.recording(() -> outcome(piece, draw, mode));
            NDArray mean = Torch.recording(() -> Ops.scale(outcome.minimised().sum(), 1.0 / rows.length));
            Gradients part = Gradients.of(mean, classifier.parameters());
            NDArray sum = outcome.values().sum(new int[] {-1});
            if (gradients == null) {
                gradients = part;
                sums = sum;
            } else {
                gradients.mix(1, part, 1);
                sums = sums.add(sum);
            }
        }
        return Pass.of(rows.length, gradients, Ops.scale(sums, 1.0 / rows.length));
    }

    private Objective.Outcome outcome(int[] rows, int draw, BatchNorm mode) {
        NDArray logProbs = objective.logProbs(classifier.logits(Part.TRAIN, rows, mode));
        return objective.of(
                logProbs,
                train.of(Ops.indices(manager, rows)),
                Torch.noGrad(() -> referenceLogProbs(rows, logProbs)),
                config.objective().optMethod() == OptMethod.REINFORCE
                        ? Optional.of(uniforms(rows, draw))
                        : Optional.empty());
    }

    private Optional<NDArray> referenceLogProbs(int[] rows, NDArray logProbs) {
        if (config.objective().klRegularizationCoeff() == 0) {
            return Optional.empty();
        }
        long classes = logProbs.getShape().get(1);
        return Optional.of(reference
                .map(model -> objective.logProbs(model.logits(Part.TRAIN, rows, BatchNorm.TRAIN)))
                .orElseGet(() -> manager.full(logProbs.getShape(), (float) -Math.log((double) classes))));
    }

    private NDArray uniforms(int[] rows, int draw) {
        float[] uniforms = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            uniforms[i] = random.uniform(rows[i], draw, Math.toIntExact(steps));
        }
        return Ops.floats(manager, uniforms).reshape(rows.length, 1);
    }

    /** Loss and accuracy on the test samples, without their modification: test labels never are. */
    private GroupMeasurement evaluate(int epoch) {
        double loss = 0;
        double right = 0;
        for (int from = 0; from < testSamples; from += config.batchSize()) {
            int[] batch = IntStream.range(from, Math.min(testSamples, from + config.batchSize()))
                    .toArray();
            for (int[] rows : classifier.pieces(Part.TEST, batch)) {
                float[] sums = Scopes.step(() -> Torch.noGrad(() -> testSums(rows)));
                loss += sums[0];
                right += sums[1];
            }
        }
        double accuracy = test.areSeveral() ? Double.NaN : right / testSamples;
        return GroupMeasurement.test(epoch, testSamples, loss / testSamples, accuracy);
    }

    private float[] testSums(int[] rows) {
        NDArray logProbs = objective.logProbs(classifier.logits(Part.TEST, rows, BatchNorm.EVALUATE));
        Targets targets = test.of(Ops.indices(manager, rows));
        NDArray loss = PolicyObjectives.crossEntropy(logProbs, targets.labels()).sum();
        NDArray right = targets.areSeveral()
                ? loss
                : Objective.isRight(logProbs, targets).sum();
        return NDArrays.concat(new NDList(loss.reshape(1), right.reshape(1))).toFloatArray();
    }

    /** What must be saved to go on exactly; the batch order follows from the seed and the epoch. */
    public TrainingState state() {
        return new TrainingState(classifier.parameters(), classifier.statistics(), optimizer.state());
    }

    @Override
    public void close() {
        recorder.close();
        manager.close();
        reference.ifPresent(Classifier::close);
        classifier.close();
    }
}
