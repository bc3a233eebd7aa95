package org.rlgrad.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.config.AlgorithmConfig.OnPolicy;
import org.rlgrad.config.ConfigFile;
import org.rlgrad.config.MetricConfig.CausalPerplexity;
import org.rlgrad.config.MetricConfig.LearnedReward;
import org.rlgrad.config.RewardConfig;
import org.rlgrad.config.TrainConfig;

class LocationsTest {
    private static final Path SHIPPED = Path.of("configs", "training", "imdb", "gpt2_ppo_on_supervised.yml");

    @TempDir
    private Path folder;

    private TrainConfig beside(String... settings) throws IOException {
        Path file = Files.copy(SHIPPED, folder.resolve("x.yml"));
        return Locations.besideFile(ConfigFile.train(file, List.of(settings)).config(), file);
    }

    @Test
    void hubIdsAndAutoStay() throws IOException {
        assertThat(beside()).isEqualTo(ConfigFile.train(SHIPPED, List.of()).config());
    }

    @Test
    void whatLiesBesideTheFileIsMeant() throws IOException {
        for (String name : List.of("gpt2", "classifier", "data", "start")) {
            Files.createDirectory(folder.resolve(name));
        }
        TrainConfig config = beside(
                "tokenizer.model_name=gpt2",
                "datapool.path=data",
                "alg.policy.args.model_name=start",
                "reward_fn.args.model_name=classifier",
                "train_evaluation.metrics.0.args.model_name=classifier");
        String classifier = folder.resolve("classifier").toString();
        assertThat(config.tokenizer().modelName())
                .isEqualTo(folder.resolve("gpt2").toString());
        assertThat(config.datapool().path()).isEqualTo(Optional.of(folder.resolve("data")));
        assertThat(config.alg().modelName()).isEqualTo(folder.resolve("start").toString());
        assertThat(((OnPolicy) config.alg()).onPolicy().rewardFn())
                .isEqualTo(new RewardConfig.OfMetric(new LearnedReward(classifier, 1, 100, true)));
        assertThat(config.trainEvaluation().metrics())
                .contains(new LearnedReward(classifier, 1, 100, true))
                .contains(new CausalPerplexity(
                        Optional.of(folder.resolve("gpt2").toString()), 512, false, Optional.empty()));
    }
}
