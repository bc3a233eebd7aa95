package org.rlgrad.controlled;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import org.rlgrad.model.BatchNorm;
import org.rlgrad.model.ImageNetwork;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Parameters;

/** A network on images, which lie on the device as one array {@code [N, channels, height, width]}. */
public final class ImageClassifier implements Classifier {
    private final ImageNetwork network;
    private final NDArray train;
    private final NDArray test;

    /** Takes the network over; the arrays must live as long as it. */
    public ImageClassifier(ImageNetwork network, NDArray train, NDArray test) {
        this.network = network;
        this.train = train;
        this.test = test;
    }

    @Override
    public NDArray logits(Part part, int[] rows, BatchNorm mode) {
        NDArray images =
                switch (part) {
                    case TRAIN -> train;
                    case TEST -> test;
                };
        NDArray batch = Ops.select(images, Ops.indices(images.getManager(), rows), 0);
        return network.logits(batch, mode);
    }

    @Override
    public List<int[]> pieces(Part part, int[] rows) {
        return List.of(rows);
    }

    @Override
    public Parameters parameters() {
        return network.parameters();
    }

    @Override
    public Map<String, NDArray> statistics() {
        return network.statistics();
    }

    @Override
    public Classifier frozenCopy() {
        return new ImageClassifier(network.copy(), train, test);
    }

    @Override
    public void close() {
        network.close();
    }
}
