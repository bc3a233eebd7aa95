package org.rlgrad.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.rlgrad.model.T5;
import org.rlgrad.model.T5Config;
import org.rlgrad.tensor.Dropout;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Parameters;
import org.rlgrad.tensor.Torch;

class ValueModelTest {
    /** T5 v1.1: a gated network and a head of its own. */
    private static T5 model() {
        T5Config config = new T5Config(11, 8, 4, 2, 16, 1, 1, 4, 8, 1e-6, "gated-gelu", false, false, 0, Dropout.NONE);
        Parameters parameters = new Parameters(Torch.newManager(Device.cpu()));
        SplittableRandom random = new SplittableRandom(1);
        T5.declare(config).forEach((name, shape) -> {
            NDArray flat = Ops.floats(parameters.manager(), Episodes.normal(random, (int) shape.size(), 0.5));
            parameters.put(name, flat.reshape(shape));
            flat.close();
        });
        return new T5(config, parameters);
    }

    /** Its trunk is all of a language model but the head on the vocabulary, which no value comes from. */
    @Test
    void trainsAllButTheVocabularyHead() {
        try (T5 policy = model();
                Actors actors = new Actors(
                        new TokenPolicy(policy, 1),
                        new TokenPolicy(policy.copy(), 1),
                        Optional.of(ValueModel.initialized(policy, 2)));
                PpoUpdate update = new PpoUpdate(
                        actors, Settings.with(s -> s.learningRate = 0.01).ppo(), 0)) {
            Map<String, NDArray> weights = actors.valueWeights();
            assertThat(weights)
                    .hasSameSizeAs(policy.parameters().asMap())
                    .doesNotContainKey("value.model.lm_head.weight");
            float[] head = weights.get("value.head.weight").toFloatArray();
            double bound = 1 / Math.sqrt(8);
            assertThat(head).hasSize(8).doesNotHaveDuplicates();
            for (float weight : head) {
                assertThat((double) weight).isBetween(-bound, bound);
            }
            float[] none = {};
            List<Episode> episodes = actors.score(
                    List.of(new Episode(0, new int[] {3, 4, 1}, new int[] {5, 6, 1}, true, "", 1, none, none, none)));
            assertThat(episodes.get(0).logProbs())
                    .containsExactly(episodes.get(0).referenceLogProbs());
            RolloutBuffer buffer = new RolloutBuffer(3);
            buffer.add(episodes.get(0), 0.1);
            RolloutBuffer.Transitions transitions = buffer.finish(0.99, 0.95, false);
            ActionScores scores = ActionScores.plain(actors.policy(), transitions, true);
            PpoUpdate.Step step = update.step(transitions, scores, new int[] {2, 0, 1});
            assertThat(step.taken()).isTrue();
            assertThat(update.optimizerState())
                    .containsKeys("exp_avg.policy.lm_head.weight", "exp_avg.value.head.weight")
                    .doesNotContainKey("exp_avg.value.model.lm_head.weight");
            assertThat(weights.get("value.head.weight").toFloatArray()).isNotEqualTo(head);
            assertThat(actors.score(episodes).get(0).values())
                    .isNotEqualTo(episodes.get(0).values());
        }
    }
}
