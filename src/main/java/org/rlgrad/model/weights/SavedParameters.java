package org.rlgrad.model.weights;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.rlgrad.Failure;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Scopes;

/** Brings saved values back into a model that exists: its arrays stay the same leaves, with gradients or without. */
public final class SavedParameters {
    private SavedParameters() {}

    /**
     * Overwrites all arrays by a safetensors file that holds exactly these, by name. Everything is checked first: a file
     * that does not fit changes nothing.
     *
     * @param targets float32 arrays by name
     * @return the file's own metadata
     * @throws Failure naming file and tensor if one is missing, not asked for, of another shape, or holds NaN or infinity
     */
    public static Map<String, String> restore(Path file, Map<String, NDArray> targets) {
        Map<String, WeightTensor> saved = Safetensors.read(file);
        checkNames(file, targets, saved);
        targets.forEach((name, target) -> checkValues(file, saved.get(name), target));
        targets.forEach((name, target) -> Scopes.step(() -> {
            Ops.assign(target, saved.get(name).toFloat32(target.getManager()));
            return null;
        }));
        return Safetensors.metadata(file);
    }

    private static void checkNames(Path file, Map<String, NDArray> targets, Map<String, WeightTensor> saved) {
        List<String> missing = new ArrayList<>(targets.keySet());
        missing.removeAll(saved.keySet());
        if (!missing.isEmpty()) {
            throw Failure.badData(file + ": " + missing.size() + " of " + targets.size()
                    + " tensors are missing, the first is " + missing.get(0) + ": it was saved from another model");
        }
        List<String> unknown = new ArrayList<>(saved.keySet());
        unknown.removeAll(targets.keySet());
        if (!unknown.isEmpty()) {
            throw Failure.badData(
                    file + ": " + unknown.size() + " tensors belong to another model, the first is " + unknown.get(0));
        }
    }

    private static void checkValues(Path file, WeightTensor saved, NDArray target) {
        String where = file + ": tensor " + saved.name();
        if (!saved.shape().equals(target.getShape())) {
            throw Failure.badData(where + " is " + saved.shape() + ", this model's is " + target.getShape()
                    + ": it was saved from a model of another size");
        }
        if (!saved.type().floating()) {
            throw Failure.badData(where + " has type " + saved.type() + ", which is no weight");
        }
        if (!Scopes.step(() -> Ops.allFinite(saved.toFloat32(target.getManager())))) {
            throw Failure.badData(where + " holds NaN or infinity: the file is damaged or the training diverged");
        }
    }
}
