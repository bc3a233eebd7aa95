package org.rlgrad.config;

import java.util.List;

/** {@code alg.id}, and which blocks it asks for. */
final class AlgorithmReader {
    private static final List<String> IDS = List.of("supervised", "ppo", "nlpo", "reinforce");
    private static final List<String> UNSUPPORTED = List.of("a2c", "trpo");

    private AlgorithmReader() {}

    static AlgorithmConfig read(TrainReader.Blocks blocks) {
        String id = id(blocks.alg());
        return id.equals("supervised") ? SupervisedReader.read(blocks) : OnPolicyReader.read(id, blocks);
    }

    /** The id, or, after a problem, the one that was probably meant; empty if none is like it. */
    private static String id(BlockReader alg) {
        String id = alg.text("id");
        if (id.contains("supervised")) {
            return "supervised"; // the reference's rule
        } else if (UNSUPPORTED.contains(id)) {
            alg.error(
                    "id",
                    id + " is not supported: no published configuration uses it; there are " + String.join(", ", IDS));
        } else if (!IDS.contains(id) && !id.isBlank()) {
            alg.error(
                    "id",
                    "unknown algorithm '" + id + "'" + Spelling.suggestion(id, IDS) + "; there are "
                            + String.join(", ", IDS));
        }
        boolean supervised = alg.isStandIn() || alg.value("training_args").isPresent();
        return IDS.contains(id) ? id : Spelling.closest(id, IDS).orElse(supervised ? "supervised" : "");
    }

    /** Warns of keys that the other kind of training has. */
    static void warnOf(BlockReader block, String reason, String... keys) {
        for (String key : keys) {
            if (block.value(key).isPresent()) {
                block.warning(key, "has no effect: " + reason);
            }
        }
    }
}
