package org.rlgrad.report;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * Which controlled experiment a summary is about.
 *
 * @param experiment its name, unique in its plan
 * @param method how it trains
 * @param seed seed of the batch order and of sampled labels
 * @param setting everything that experiments share which a figure compares
 */
public record ExperimentLabels(String experiment, Method method, int seed, Setting setting) {

    /** How the model is trained; in the order in which tables and legends name them. */
    public enum Method {
        /** The exact policy gradient, summed over all labels. */
        EXPECTED_REINFORCE("RFT"),
        /** The policy gradient with one sampled label per input. */
        REINFORCE("RFT sampled"),
        /** Cross entropy. */
        SUPERVISED("SFT");

        private final String shortName;

        Method(String shortName) {
            this.shortName = shortName;
        }

        /** As configurations spell it. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** As the paper calls it: RFT or SFT. */
        public String shortName() {
            return shortName;
        }
    }

    /**
     * What is trained, on what: equal for runs that differ in their method or seed only.
     *
     * @param dataset as configurations spell it, such as {@code mnist}; likewise model, optimizer and reward type
     * @param pretraining whether it trains on all K labels of a sample
     * @param learningRate constant
     * @param labelsPerSample K, the size of a class's label set
     * @param parameters how many numbers the model has
     * @param epochs passes over the train samples
     */
    public record Setting(
            String dataset,
            String model,
            boolean pretraining,
            String optimizer,
            double learningRate,
            String rewardType,
            int labelsPerSample,
            long parameters,
            int trainSamples,
            int testSamples,
            int epochs) {

        /** The loss of a perfectly pretrained model in nats, log K. */
        public double targetLoss() {
            return Math.log(labelsPerSample);
        }

        /** Such as "MNIST · MLP · Adam, lr 1e-4 · reward labels", with that separator. */
        public String title(String separator) {
            return subject(separator) + separator + method(separator);
        }

        /** What is trained, on what. */
        public String subject(String separator) {
            return display(dataset) + separator + display(model);
        }

        /** Optimizer and reward. */
        public String method(String separator) {
            String reward = pretraining ? "pretraining" : "reward " + rewardType;
            return display(optimizer) + ", lr " + learningRateText() + separator + reward;
        }

        /** Powers of ten where there would be more than one zero behind the point. */
        private String learningRateText() {
            BigDecimal exact = new BigDecimal(Json.number(learningRate)).stripTrailingZeros();
            int exponent = exact.precision() - exact.scale() - 1;
            return exact.signum() == 0 || exponent > -2
                    ? exact.toPlainString()
                    : exact.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent;
        }

        private static String display(String key) {
            return switch (key) {
                case "mnist", "fmnist", "mlp", "sgd" -> key.toUpperCase(Locale.ROOT);
                case "cifar10" -> "CIFAR-10";
                case "cifar100" -> "CIFAR-100";
                case "cifar100coarse" -> "CIFAR-100 coarse";
                case "stsb" -> "STS-B";
                case "resnet18" -> "ResNet18";
                case "bert-mini" -> "BERT-mini";
                case "adam" -> "Adam";
                default -> key;
            };
        }
    }
}
