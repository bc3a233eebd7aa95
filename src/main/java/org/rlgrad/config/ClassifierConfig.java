package org.rlgrad.config;

import java.util.List;

/** {@code model_type} and what belongs to it. */
public sealed interface ClassifierConfig {
    /** The value of {@code model_type}. */
    String modelType();

    /** @param hiddenLayerSizes widths of the hidden layers ({@code mlp_hidden_layer_sizes}) */
    record Mlp(List<Integer> hiddenLayerSizes) implements ClassifierConfig {
        @Override
        public String modelType() {
            return "mlp";
        }
    }

    /** torchvision's ResNet18. */
    record ResNet18() implements ClassifierConfig {
        @Override
        public String modelType() {
            return "resnet18";
        }
    }

    /** A randomly initialised BERT of one of the published small sizes (Turc et al. 2019), without dropout. */
    record Bert(Size size) implements ClassifierConfig {
        /** {@code bert-tiny} and so on. */
        public enum Size {
            TINY(2, 128),
            MINI(4, 256),
            SMALL(4, 512),
            MEDIUM(8, 512);

            private final int layers;
            private final int width;

            Size(int layers, int width) {
                this.layers = layers;
                this.width = width;
            }

            /** Number of blocks. */
            public int layers() {
                return layers;
            }

            /** Hidden size; a head has 64 of it. */
            public int width() {
                return width;
            }
        }

        @Override
        public String modelType() {
            return "bert-" + Spelling.of(size);
        }
    }
}
