package org.rlgrad.report;

import java.util.List;
import java.util.Locale;

/**
 * What one pass over a group of samples showed: a row of a controlled experiment's {@code metrics.csv}.
 *
 * <p>A double is NaN where the quantity does not exist (the reward in pretraining, a gradient on the test samples); in the
 * file that is an empty cell. Training quantities are means over the pass's batches, taken before each update.
 *
 * @param epoch passes made, from 1
 * @param group which samples
 * @param samples how many there are in the group
 * @param objective what is minimised (supervised) or maximised (reinforcement)
 * @param loss mean of -log p of the label, in nats; in pretraining the mean over the K labels
 * @param reward mean expected reward; with {@code reinforce} the mean sampled reward
 * @param rewardStd mean over samples of the reward's standard deviation under the model's own labels
 * @param accuracy fraction of samples whose most probable label is the right one
 * @param gradNorm L2 norm, over all parameters, of the gradient of the group's mean objective
 * @param normalizedGradNorm gradNorm / paramsNorm
 * @param kl mean KL divergence from the reference of the penalty
 * @param paramsNorm L2 norm of all parameters
 */
public record GroupMeasurement(
        int epoch,
        Group group,
        int samples,
        double objective,
        double loss,
        double reward,
        double rewardStd,
        double accuracy,
        double gradNorm,
        double normalizedGradNorm,
        double kl,
        double paramsNorm) {

    static final String HEADER =
            "epoch,group,samples,objective,loss,reward,reward_std,accuracy,grad_norm,normalized_grad_norm,kl,params_norm";

    private static final List<String> COLUMNS = List.of(HEADER.split(","));
    private static final int FIRST_REAL = COLUMNS.indexOf("objective");

    /** Which samples a row is about. */
    public enum Group {
        /** All train samples. */
        ALL,
        /** Train samples with a modified label: the pretrained model gives the rewarded label almost no mass. */
        SMALL_REWARD_STD,
        /** Train samples with their own label. */
        LARGE_REWARD_STD,
        /** All test samples. */
        TEST;

        /** The group's name in files. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A row about the test samples. */
    public static GroupMeasurement test(int epoch, int samples, double loss, double accuracy) {
        double none = Double.NaN;
        return new GroupMeasurement(
                epoch, Group.TEST, samples, none, loss, none, none, accuracy, none, none, none, none);
    }

    /** The row without line feed; each double in the fewest digits that read back the same. */
    String toLine() {
        StringBuilder line = new StringBuilder(200);
        line.append(epoch).append(',').append(group.key()).append(',').append(samples);
        double[] reals = {objective, loss, reward, rewardStd, accuracy, gradNorm, normalizedGradNorm, kl, paramsNorm};
        for (double real : reals) {
            line.append(',').append(Double.isNaN(real) ? "" : Json.number(real));
        }
        return line.toString();
    }

    /**
     * Reads what {@link #toLine} wrote.
     *
     * @param where the file and line, for the message
     * @throws org.rlgrad.Failure {@code BAD_DATA} naming the column
     */
    static GroupMeasurement fromLine(String line, String where) {
        String[] cells = Cells.split(line, COLUMNS.size(), where);
        double[] reals = new double[cells.length];
        for (int i = FIRST_REAL; i < cells.length; i++) {
            reals[i] = cells[i].isEmpty() ? Double.NaN : Cells.real(cells[i], COLUMNS.get(i), where);
        }
        return new GroupMeasurement(
                Cells.natural(cells[0], "epoch", 1, where),
                group(cells[1], where),
                Cells.natural(cells[2], "samples", 0, where),
                reals[3],
                reals[4],
                reals[5],
                reals[6],
                reals[7],
                reals[8],
                reals[9],
                reals[10],
                reals[11]);
    }

    private static Group group(String cell, String where) {
        for (Group group : Group.values()) {
            if (group.key().equals(cell)) {
                return group;
            }
        }
        throw Cells.notA("group (all, small_reward_std, large_reward_std, test)", cell, "group", where);
    }
}
