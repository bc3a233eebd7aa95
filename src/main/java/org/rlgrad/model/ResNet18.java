package org.rlgrad.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rlgrad.random.TorchRandom;
import org.rlgrad.tensor.ImageOps;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Parameters;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/**
 * ResNet18 (He et al. 2016, table 1) as torchvision builds it, with torchvision's parameter names. The stem (7x7 convolution of
 * stride 2, 3x3 max pooling) is kept for small images, too: maps of 32x32 images shrink to 1x1 in the last stage.
 *
 * <p>torchvision's {@code num_batches_tracked} counters are left out: with a momentum nothing reads them, and PyTorch fills them
 * in when it loads a state dictionary without them.
 *
 * <p>Maps stay row-major. Channels-last ones are a tenth faster on a CPU, but the convolutions' weight gradients come out
 * channels-last, too, and libtorch's fused Adam reads them as if they lay like the weights.
 */
public final class ResNet18 implements ImageNetwork {
    private static final double EPSILON = 1e-5;
    private static final double MOMENTUM = 0.1;

    /** Outputs of the final layer that torchvision makes and the reference replaces. */
    private static final int IMAGENET_CLASSES = 1000;

    private static final int FEATURES = 512;

    /** Pixels of the image per pixel of the last map, along an axis: five strides of two. */
    private static final int SHRINKAGE = 32;

    private static final List<Block> BLOCKS = List.of(
            new Block("layer1.0", 64, 64),
            new Block("layer1.1", 64, 64),
            new Block("layer2.0", 64, 128),
            new Block("layer2.1", 128, 128),
            new Block("layer3.0", 128, 256),
            new Block("layer3.1", 256, 256),
            new Block("layer4.0", 256, FEATURES),
            new Block("layer4.1", FEATURES, FEATURES));

    /** A basic block: two 3x3 convolutions and a shortcut; where it widens, it also halves the map. */
    private record Block(String name, int inputs, int outputs) {
        int stride() {
            return inputs == outputs ? 1 : 2;
        }
    }

    private final Parameters parameters;
    private final Parameters buffers;

    /**
     * Over existing parameters.
     *
     * @param buffers {@code running_mean} and {@code running_var} of each normalisation
     */
    public ResNet18(Parameters parameters, Parameters buffers) {
        this.parameters = parameters;
        this.buffers = buffers;
    }

    /**
     * Newly initialised: convolutions N(0, 2 / (k k outputs)), normalisations 1 and 0, final layer uniform within {@code
     * 1/sqrt(512)} of zero.
     *
     * <p>For three channels the draws are those of {@code torchvision.models.resnet18()} and then {@code fc = nn.Linear(512,
     * classes)}, with what torchvision draws and overwrites. Differs from the reference: for other numbers of channels it
     * exchanges the first convolution afterwards, whose weights then follow PyTorch's default (uniform).
     */
    public static ResNet18 initialized(int channels, int classes, TorchRandom random, Device device) {
        Map<String, Shape> convolutions = convolutions(channels);
        // Default initialisations that torchvision overwrites: one draw per value, whatever their bounds and order.
        for (Shape shape : convolutions.values()) {
            random.rand(Math.toIntExact(shape.size()));
        }
        random.rand((FEATURES + 1) * IMAGENET_CLASSES);
        Parameters parameters = new Parameters(Torch.newManager(device));
        Parameters buffers = new Parameters(Torch.newManager(device));
        Initializer initializer = new Initializer(parameters, random);
        Initializer statistics = new Initializer(buffers, random);
        convolutions.forEach((name, shape) -> {
            long outputs = shape.get(0);
            initializer.normal(name + ".weight", shape, Math.sqrt(2.0 / (outputs * shape.get(2) * shape.get(3))));
            String norm = normAfter(name);
            initializer.fill(norm + ".weight", new Shape(outputs), 1);
            initializer.fill(norm + ".bias", new Shape(outputs), 0);
            statistics.fill(norm + ".running_mean", new Shape(outputs), 0);
            statistics.fill(norm + ".running_var", new Shape(outputs), 1);
        });
        initializer.linear("fc", FEATURES, classes);
        return new ResNet18(parameters, buffers);
    }

    /** Weight shapes of all convolutions {@code [out, in, k, k]} by name, in torchvision's order. */
    private static Map<String, Shape> convolutions(int channels) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put("conv1", new Shape(64, channels, 7, 7));
        for (Block block : BLOCKS) {
            shapes.put(block.name() + ".conv1", new Shape(block.outputs(), block.inputs(), 3, 3));
            shapes.put(block.name() + ".conv2", new Shape(block.outputs(), block.outputs(), 3, 3));
            if (block.stride() == 2) {
                shapes.put(block.name() + ".downsample.0", new Shape(block.outputs(), block.inputs(), 1, 1));
            }
        }
        return shapes;
    }

    private static String normAfter(String convolution) {
        return convolution.replace("conv", "bn").replace("downsample.0", "downsample.1");
    }

    /**
     * Class logits.
     *
     * <p>Batch statistics need more than one value per channel. The last stage's maps of a 32x32 image have one pixel, so a
     * batch of exactly one such image is not possible but with {@link BatchNorm#EVALUATE}; the caller avoids it.
     *
     * @param x {@code [B, channels, H, W]}
     * @return {@code [B, classes]}
     * @throws IllegalArgumentException for that batch; nothing has changed then
     */
    @Override
    public NDArray logits(NDArray x, BatchNorm mode) {
        Shape shape = x.getShape();
        if (mode != BatchNorm.EVALUATE && shape.get(0) == 1 && Math.max(shape.get(2), shape.get(3)) <= SHRINKAGE) {
            throw new IllegalArgumentException("batch statistics of a single image " + shape);
        }
        NDArray map = Scopes.layer(() ->
                ImageOps.maxPool(Activation.relu(normalized(convolved(x, "conv1", 2, 3), "conv1", mode)), 3, 2, 1));
        for (Block block : BLOCKS) {
            NDArray input = map;
            map = Scopes.layer(() -> block(input, block, mode));
        }
        return Ops.linear(ImageOps.averagePool(map), parameters.get("fc.weight"), parameters.get("fc.bias"));
    }

    @Override
    public ResNet18 copy() {
        return new ResNet18(parameters.copy(), buffers.copy());
    }

    private NDArray block(NDArray x, Block block, BatchNorm mode) {
        String first = block.name() + ".conv1";
        String second = block.name() + ".conv2";
        String shortcut = block.name() + ".downsample.0";
        NDArray inner = Activation.relu(normalized(convolved(x, first, block.stride(), 1), first, mode));
        NDArray residual = normalized(convolved(inner, second, 1, 1), second, mode);
        NDArray straight =
                block.stride() == 1 ? x : normalized(convolved(x, shortcut, block.stride(), 0), shortcut, mode);
        return Activation.relu(residual.add(straight));
    }

    private NDArray convolved(NDArray x, String name, int stride, int padding) {
        return ImageOps.conv2d(x, parameters.get(name + ".weight"), stride, padding);
    }

    private NDArray normalized(NDArray x, String convolution, BatchNorm mode) {
        String name = normAfter(convolution);
        NDArray weight = parameters.get(name + ".weight");
        NDArray bias = parameters.get(name + ".bias");
        NDArray mean = buffers.get(name + ".running_mean");
        NDArray variance = buffers.get(name + ".running_var");
        return switch (mode) {
            case TRAIN -> ImageOps.batchNormUpdating(x, weight, bias, mean, variance, MOMENTUM, EPSILON);
            case TRAIN_KEEPING -> ImageOps.batchNorm(x, weight, bias, EPSILON);
            case EVALUATE -> ImageOps.batchNormGiven(x, weight, bias, mean, variance, EPSILON);
        };
    }

    @Override
    public Map<String, NDArray> statistics() {
        return buffers.asMap();
    }

    /** What training changes by gradients. */
    @Override
    public Parameters parameters() {
        return parameters;
    }

    /** The running statistics: no gradients, but part of a saved model. */
    public Parameters buffers() {
        return buffers;
    }

    @Override
    public void close() {
        parameters.close();
        buffers.close();
    }
}
