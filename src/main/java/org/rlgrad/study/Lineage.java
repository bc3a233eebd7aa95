package org.rlgrad.study;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.rlgrad.Failure;
import org.rlgrad.report.HashedFile;
import org.rlgrad.report.Provenance;
import org.rlgrad.report.RunFolder;

/**
 * The trainings behind a model, from the pretrained checkpoint on. Known from the model files that each run's provenance lists:
 * a model that lies in a training's run folder came from there.
 *
 * @param start the pretrained checkpoint's folder
 * @param pretraining the training that made it from random weights, where that is one of ours
 * @param trainings the finetunings since, oldest first; none for the pretrained model itself
 */
public record Lineage(Path start, Optional<TrainingRun> pretraining, List<TrainingRun> trainings) {

    /** What was done to the pretrained model, in the paper's words. */
    public enum Kind {
        PRETRAINED,
        /** Supervised finetuning. */
        SFT,
        /** Reinforcement finetuning. */
        RFT,
        /** Supervised, then reinforcement. */
        SFT_THEN_RFT,
        /** Any other sequence. */
        OTHER
    }

    /**
     * The lineage of the model that a run used, be it an extraction or a training.
     *
     * @throws Failure {@code NO_INPUT} or {@code BAD_DATA} where a run's files cannot be read, or where the model of a training
     *     is no longer the one that was used, or not there
     */
    public static Lineage of(Path runFolder) {
        Deque<TrainingRun> trainings = new ArrayDeque<>();
        HashedFile weights = weights(runFolder);
        Path model = place(weights, runFolder).getParent();
        while (model.endsWith(TrainingRun.MODEL) && TrainingRun.isIn(model.getParent())) {
            checkUnchanged(weights, model, runFolder);
            TrainingRun training = TrainingRun.read(model.getParent());
            if (training.isPretraining()) {
                return new Lineage(model, Optional.of(training), List.copyOf(trainings));
            }
            trainings.addFirst(training);
            weights = weights(training.folder());
            model = place(weights, training.folder()).getParent();
        }
        refuseMissing(model, runFolder);
        return new Lineage(model, Optional.empty(), List.copyOf(trainings));
    }

    /**
     * Where a trained model's weights lie now. Runs that were moved or copied together, as from a cluster, lie to each other as they
     * did: the file is where the end of its recorded path leads from one of the folders around the run, the nearest first. The same
     * content is asked for; else the recorded path stands.
     */
    private static Path place(HashedFile weights, Path runFolder) {
        Path recorded = Path.of(weights.path());
        if (!recorded.getParent().endsWith(TrainingRun.MODEL)) {
            return recorded;
        }
        for (Path around = runFolder.getParent(); around != null; around = around.getParent()) {
            for (int names = 3; names <= recorded.getNameCount(); names++) {
                int count = recorded.getNameCount();
                Path candidate = around.resolve(recorded.subpath(count - names, count));
                if (candidate.equals(recorded)) {
                    return recorded;
                }
                boolean another = !candidate.startsWith(runFolder);
                if (another && Files.isRegularFile(candidate) && isContentOf(candidate, weights)) {
                    return candidate;
                }
            }
        }
        return recorded;
    }

    private static boolean isContentOf(Path file, HashedFile weights) {
        return HashedFile.of(weights.role(), file).sha256().equals(weights.sha256());
    }

    /** A trained model that was moved or deleted must not pass for a pretrained one. */
    private static void refuseMissing(Path model, Path runFolder) {
        if (model.endsWith(TrainingRun.MODEL) && !Files.isDirectory(model)) {
            throw Failure.noInput(
                    runFolder + ": was made with " + model + ", which is not there any more, so that nobody can"
                            + " say whether that was a trained model; bring the folder back, or leave the run out");
        }
    }

    /** A training may have been run anew since. */
    private static void checkUnchanged(HashedFile weights, Path model, Path runFolder) {
        Path file = model.resolve(weights.name());
        if (Files.exists(file) && !isContentOf(file, weights)) {
            throw Failure.badData(runFolder + ": was made with another " + file
                    + " than the one that is there now; run it again with --overwrite");
        }
    }

    /** A checkpoint's first file of weights, or its configuration where it has none. */
    static HashedFile weights(Path runFolder) {
        List<HashedFile> files = Provenance.filesOf(runFolder).stream()
                .filter(file -> file.role().equals("model"))
                .toList();
        return files.stream()
                .filter(HashedFile::isWeightsOfModel)
                .findFirst()
                .or(() -> files.stream().findFirst())
                .orElseThrow(() -> Failure.badData(runFolder.resolve(RunFolder.PROVENANCE)
                        + ": lists no file of a model, so nobody can say what was run"));
    }

    /** The same up to one of its trainings. */
    Lineage first(int count) {
        return new Lineage(start, pretraining, trainings.subList(0, count));
    }

    /** The same with one more training at its end. */
    Lineage then(TrainingRun training) {
        return new Lineage(
                start,
                pretraining,
                Stream.concat(trainings.stream(), Stream.of(training)).toList());
    }

    /** What kind of finetuning this is. */
    public Kind kind() {
        String steps = trainings.stream()
                .map(training -> training.isSupervised() ? "S" : "R")
                .collect(Collectors.joining());
        return switch (steps) {
            case "" -> Kind.PRETRAINED;
            case "S" -> Kind.SFT;
            case "R" -> Kind.RFT;
            case "SR" -> Kind.SFT_THEN_RFT;
            default -> Kind.OTHER;
        };
    }

    /** Such as "pretrained", "PPO", or "SFT (1 % of labels) → PPO". */
    public String label() {
        return trainings.isEmpty()
                ? "pretrained"
                : trainings.stream().map(TrainingRun::label).collect(Collectors.joining(" → "));
    }
}
