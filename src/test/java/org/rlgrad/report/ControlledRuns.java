package org.rlgrad.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.rlgrad.report.ExperimentLabels.Method;
import org.rlgrad.report.ExperimentLabels.Setting;
import org.rlgrad.report.GroupMeasurement.Group;

/** Made-up experiments whose curves look like real ones. */
public final class ControlledRuns {
    public static final Setting MNIST = setting("mnist", "mlp", "labels", 5000);

    private static final double NONE = Double.NaN;

    private ControlledRuns() {}

    public static Setting setting(String dataset, String model, String reward, int epochs) {
        return new Setting(dataset, model, false, "adam", 1e-4, reward, 5, 222_360, 1000, 1000, epochs);
    }

    public static ExperimentLabels labels(Method method, int seed, Setting setting) {
        String name = setting.dataset() + "_" + method.key() + "_" + setting.rewardType() + "_seed_" + seed;
        return new ExperimentLabels(name, method, seed, setting);
    }

    public static GroupMeasurement row(
            int epoch, Group group, double loss, double reward, double std, double gradNorm) {
        double accuracy = Double.isNaN(reward) ? NONE : (reward + 1) / 2;
        int samples = group == Group.SMALL_REWARD_STD ? 100 : group == Group.LARGE_REWARD_STD ? 900 : 1000;
        return new GroupMeasurement(
                epoch, group, samples, loss, loss, reward, std, accuracy, gradNorm, gradNorm / 20, 0, 20);
    }

    /** Four rows per epoch; speeds as in the table of the specification: SFT lifts the small group at about epoch 400. */
    public static List<GroupMeasurement> finetuning(ExperimentLabels labels, double floor) {
        Random random = new Random(31L * labels.seed() + labels.method().key().length());
        boolean supervised = labels.method() == Method.SUPERVISED;
        double escape = 400 * (1 + 0.3 * random.nextGaussian());
        List<GroupMeasurement> rows = new ArrayList<>();
        for (int epoch = 1; epoch <= labels.setting().epochs(); epoch++) {
            double escaped = supervised ? 1 / (1 + Math.pow(escape / epoch, 4)) : 0;
            double small = floor + (1 - floor) * escaped;
            double rise = 1 - Math.exp(-Math.pow(epoch / 5.0, 0.8));
            double large = -0.6 + 1.6 * rise - (supervised ? 0.2 * rise * (1 - escaped) : 0);
            double noise = Math.exp(0.4 * random.nextGaussian());
            double norm = supervised ? 9.5 * (1 - escaped) + 1e-3 : 2e-3 / (1 + epoch / 3.0);
            double smallStd = (1 - floor) * Math.sqrt(escaped * (1 - escaped) + 1e-5);
            rows.add(row(epoch, Group.SMALL_REWARD_STD, 9 * (1 - escaped), small, smallStd, norm * noise));
            double largeNorm = (supervised ? 7.2 : 3) / (1 + 0.05 * Math.pow(epoch, 1.3));
            rows.add(row(epoch, Group.LARGE_REWARD_STD, 1 - large, large, 1 - rise, largeNorm * noise));
            rows.add(row(epoch, Group.ALL, 1, 0.1 * small + 0.9 * large, 0.5, largeNorm));
            rows.add(row(epoch, Group.TEST, 2, NONE, NONE, NONE));
        }
        return rows;
    }

    public static List<GroupMeasurement> pretraining(int epochs) {
        List<GroupMeasurement> rows = new ArrayList<>();
        for (int epoch = 1; epoch <= epochs; epoch++) {
            double loss = Math.log(5) + 0.7 * Math.exp(-epoch / 12.0);
            rows.add(row(epoch, Group.ALL, loss, NONE, NONE, 1.0 / epoch));
            if (epoch % 10 == 0) {
                rows.add(row(epoch, Group.TEST, loss + 0.03 + 1e-4 * epoch, NONE, NONE, NONE));
            }
        }
        return rows;
    }

    /** Leaves what the figures are drawn from. */
    public static void write(Path plan, ExperimentLabels labels, List<GroupMeasurement> rows) {
        Path folder = plan.resolve(labels.experiment());
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (MetricsFile metrics = MetricsFile.open(folder.resolve("metrics.csv"))) {
            metrics.truncateAfter(0);
            metrics.append(rows);
        }
        ExperimentSummary.of(labels, rows).write(folder.resolve("summary.json"));
    }

    /** RFT and SFT with so many seeds. */
    public static void writePlan(Path plan, Setting setting, double floor, int seeds) {
        for (int seed = 0; seed < seeds; seed++) {
            for (Method method : List.of(Method.EXPECTED_REINFORCE, Method.SUPERVISED)) {
                ExperimentLabels labels = labels(method, seed, setting);
                write(plan, labels, finetuning(labels, floor));
            }
        }
    }
}
