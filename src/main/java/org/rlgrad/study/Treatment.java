package org.rlgrad.study;

import java.util.List;

/**
 * One way of finetuning a pretrained model, or leaving it as it is, with all its repetitions: runs whose configurations differ in
 * nothing but their seeds (and the names of the checkpoints they start from).
 *
 * @param kind in the paper's words
 * @param label what was done, as far as it tells this treatment from the others of its kind: "PPO, learning rate 0.0005"
 * @param isDefault whether it has the usual settings of its kind, and no limit on supervised labels and steps; see {@link Defaults}
 * @param models one for each seed, in the order of their seeds; none for the pretrained model
 * @param extractions measured on one of these models, or on the pretrained one
 */
public record Treatment(
        Lineage.Kind kind,
        String label,
        boolean isDefault,
        List<TrainedModel> models,
        List<ExtractionRun> extractions) {

    /** Such as "after RFT: PPO, learning rate 0.0005". */
    public String title() {
        return kind == Lineage.Kind.PRETRAINED || label.equals("SFT") ? state() : state() + ": " + label;
    }

    /** Such as "after SFT, then RFT". */
    public String state() {
        return switch (kind) {
            case PRETRAINED -> "pretrained";
            case SFT -> "after SFT";
            case RFT -> "after RFT";
            case SFT_THEN_RFT -> "after SFT, then RFT";
            case OTHER -> "after other trainings";
        };
    }
}
