package org.rlgrad;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.rlgrad.model.weights.Safetensors;
import org.rlgrad.model.weights.WeightTensor;

/** A safetensors file of reference outputs, by {@code case/field}. */
public final class GoldenTensors {
    private final Map<String, WeightTensor> tensors;

    public GoldenTensors(Path file) {
        tensors = Safetensors.read(file);
    }

    public Set<String> names() {
        return tensors.keySet();
    }

    public boolean has(String name) {
        return tensors.containsKey(name);
    }

    /** The first components of all names that have the given field. */
    public Set<String> casesWith(String field) {
        Set<String> cases = new TreeSet<>();
        for (String name : names()) {
            if (name.endsWith("/" + field)) {
                cases.add(name.substring(0, name.indexOf('/')));
            }
        }
        return cases;
    }

    public long[] shape(String name) {
        return tensors.get(name).shape().getShape();
    }

    public float[] floats(String name) {
        WeightTensor tensor = tensors.get(name);
        assertThat(tensor).as(name).isNotNull();
        float[] values = new float[(int) tensor.shape().size()];
        switch (tensor.type()) {
            case F32 ->
                tensor.data()
                        .duplicate()
                        .order(tensor.data().order())
                        .asFloatBuffer()
                        .get(values);
            case F64 -> {
                double[] doubles = doubles(name);
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) doubles[i];
                }
            }
            default -> throw new IllegalArgumentException(name + " is no float tensor");
        }
        return values;
    }

    public double[] doubles(String name) {
        WeightTensor tensor = tensors.get(name);
        double[] values = new double[(int) tensor.shape().size()];
        tensor.data().duplicate().order(tensor.data().order()).asDoubleBuffer().get(values);
        return values;
    }

    /** An int64 matrix. */
    public long[][] longRows(String name) {
        WeightTensor tensor = tensors.get(name);
        assertThat(tensor).as(name).isNotNull();
        LongBuffer buffer =
                tensor.data().duplicate().order(tensor.data().order()).asLongBuffer();
        List<Long> shape = java.util.stream.LongStream.of(tensor.shape().getShape())
                .boxed()
                .toList();
        int rows = shape.size() == 1 ? 1 : Math.toIntExact(shape.get(0));
        int columns = Math.toIntExact(shape.get(shape.size() - 1));
        long[][] values = new long[rows][columns];
        for (long[] row : values) {
            buffer.get(row);
        }
        return values;
    }
}
