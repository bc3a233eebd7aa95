package org.rlgrad.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.rlgrad.Failure;
import org.rlgrad.model.weights.Checkpoint;
import org.rlgrad.model.weights.WeightTensor;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Parameters;
import org.rlgrad.tensor.Torch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Matches a checkpoint's tensors with the parameters that a model declares. */
final class WeightLoader {
    private static final Logger LOG = LoggerFactory.getLogger(WeightLoader.class);

    private WeightLoader() {}

    /**
     * Loads every declared parameter as float32.
     *
     * @param declared names and shapes, in the model's order
     * @param naming a tensor's name in the file to the parameter's name, or null for one that is known to be of no use (a
     *     mask buffer, a tied copy)
     * @throws Failure naming all missing tensors, all of wrong shape, and the first that holds NaN or infinity
     */
    static Parameters load(
            Checkpoint checkpoint, Map<String, Shape> declared, UnaryOperator<String> naming, Device device) {
        Map<String, WeightTensor> found = new LinkedHashMap<>();
        List<String> unexpected = new ArrayList<>();
        for (WeightTensor tensor : checkpoint.tensors().values()) {
            String name = naming.apply(tensor.name());
            if (name == null) {
                continue;
            }
            if (declared.containsKey(name)) {
                found.put(name, tensor);
            } else {
                unexpected.add(tensor.name());
            }
        }
        check(checkpoint, declared, found);
        if (!unexpected.isEmpty()) {
            LOG.warn(
                    "{}: {} tensors are not used by this model: {}",
                    checkpoint.folder(),
                    unexpected.size(),
                    some(unexpected));
        }
        Parameters parameters = new Parameters(Torch.newManager(device));
        try {
            for (String name : declared.keySet()) {
                NDArray value = found.get(name).toFloat32(parameters.manager());
                if (!Ops.allFinite(value)) {
                    throw Failure.badData(
                            checkpoint.folder() + ": tensor " + found.get(name).name()
                                    + " holds NaN or infinity: the checkpoint is damaged or its training diverged");
                }
                parameters.put(name, value);
            }
        } catch (RuntimeException e) {
            parameters.close();
            throw e;
        }
        return parameters;
    }

    private static void check(Checkpoint checkpoint, Map<String, Shape> declared, Map<String, WeightTensor> found) {
        List<String> missing = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        declared.forEach((name, shape) -> {
            WeightTensor tensor = found.get(name);
            if (tensor == null) {
                missing.add(name);
            } else if (!tensor.shape().equals(shape)) {
                wrong.add(name + " is " + tensor.shape() + ", config.json asks for " + shape);
            } else if (!tensor.type().floating()) {
                wrong.add(name + " has type " + tensor.type());
            }
        });
        if (!missing.isEmpty()) {
            throw Failure.badData(checkpoint.folder() + ": " + missing.size() + " of " + declared.size()
                    + " tensors are missing: " + some(missing) + " (is it a checkpoint of this model family?)");
        }
        if (!wrong.isEmpty()) {
            throw Failure.badData(checkpoint.folder() + ": " + wrong.size() + " tensors do not fit: " + some(wrong));
        }
    }

    private static String some(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(4, names.size()))) + (names.size() > 4 ? ", ..." : "");
    }
}
