package org.rlgrad.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.rlgrad.config.ConfigFile;

class ExtractionPlanTest {
    private static final Path CONFIG = Path.of("configs", "smoke", "extract_samples.yml");

    private static ExtractionPlan plan(String... settings) {
        return ExtractionPlan.of(Locations.besideFile(
                ConfigFile.extractSamples(CONFIG, List.of(settings)).config(), CONFIG));
    }

    @Test
    void saysWhichInputsAreNotTheOnesThatWereAskedFor() {
        try (ExtractionPlan plan = plan("datapool.split=val", "datapool.num_train_samples=100")) {
            assertThat(plan.inputs()).isEqualTo(60);
            assertThat(plan.warnings())
                    .anyMatch(note -> note.contains("val split, as datapool.split says, not from the train split"))
                    .anyMatch(note -> note.contains("num_train_samples is 100") && note.contains("has 60 samples"));
        }
        try (ExtractionPlan plan = plan()) {
            assertThat(plan.warnings()).noneMatch(note -> note.contains("datapool."));
        }
    }

    @Test
    void shardsPartitionTheInputs() {
        try (ExtractionPlan plan = plan("evaluation.eval_batch_size=50")) {
            for (int count : new int[] {1, 2, 7, 100}) {
                int[] positions = IntStream.rangeClosed(1, count)
                        .mapToObj(index -> plan.unitsOf(new Shard(index, count)))
                        .flatMap(List::stream)
                        .flatMapToInt(Arrays::stream)
                        .sorted()
                        .toArray();
                assertThat(positions).hasSize(240).doesNotHaveDuplicates();
            }
        }
    }
}
