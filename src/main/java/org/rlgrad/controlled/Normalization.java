package org.rlgrad.controlled;

/** Mean and standard deviation of each channel of a dataset's train images, as the reference has them. */
@SuppressWarnings("ImmutableEnumChecker") // the arrays are never written
enum Normalization {
    MNIST(new float[] {0.1307f}, new float[] {0.3081f}),
    FMNIST(new float[] {0.286f}, new float[] {0.353f}),
    CIFAR10(new float[] {0.491f, 0.482f, 0.446f}, new float[] {0.247f, 0.243f, 0.261f}),
    CIFAR100(new float[] {0.507f, 0.486f, 0.44f}, new float[] {0.267f, 0.256f, 0.276f});

    private final float[] mean;
    private final float[] std;

    Normalization(float[] mean, float[] std) {
        this.mean = mean;
        this.std = std;
    }

    float[] mean() {
        return mean;
    }

    float[] std() {
        return std;
    }
}
