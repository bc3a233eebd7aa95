package org.rlgrad.config;

import java.util.ArrayList;
import java.util.List;
import org.rlgrad.config.ClassifierConfig.Bert;

/** {@code model_type} and what belongs to it. */
final class ClassifierReader {
    private ClassifierReader() {}

    static ClassifierConfig read(BlockReader block) {
        List<Integer> hiddenLayerSizes = block.integers("mlp_hidden_layer_sizes", NumberRange.atLeast(1));
        List<ClassifierConfig> models = new ArrayList<>();
        models.add(new ClassifierConfig.Mlp(hiddenLayerSizes));
        models.add(new ClassifierConfig.ResNet18());
        for (Bert.Size size : Bert.Size.values()) {
            models.add(new Bert(size));
        }
        String name = block.text("model_type");
        return models.stream()
                .filter(model -> model.modelType().equals(name))
                .findFirst()
                .orElseGet(() -> unknown(name, models, block));
    }

    private static ClassifierConfig unknown(String name, List<ClassifierConfig> models, BlockReader block) {
        List<String> names = models.stream().map(ClassifierConfig::modelType).toList();
        if (block.isSound("model_type")) {
            block.error(
                    "model_type",
                    "must be one of " + String.join(", ", names) + ", is '" + name + "'"
                            + Spelling.suggestion(name, names));
        }
        return models.get(0);
    }
}
