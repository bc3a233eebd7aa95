package org.rlgrad.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.rlgrad.GoldenTensors;
import org.rlgrad.Goldens;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/** What becomes of sampled episodes before the update, against stable-baselines3 and RL4LMs. */
class GoldenRolloutTest {
    private static final float TOLERANCE = 1e-5f;

    private static JsonNode cases(String name) throws IOException {
        return new ObjectMapper()
                .readTree(Goldens.shipped("ppo/" + name + ".json").toFile());
    }

    private static GoldenTensors tensors(String name) {
        return new GoldenTensors(Goldens.shipped("ppo/" + name + ".safetensors"));
    }

    @Test
    void advantages() throws IOException {
        GoldenTensors golden = tensors("gae");
        JsonNode cases = cases("gae");
        assertThat(cases).hasSize(7);
        for (JsonNode item : cases) {
            String name = "case" + item.get("case").intValue() + "/";
            int columns = item.get("n_envs").intValue();
            float[] advantages = golden.floats(name + "advantages");
            float[] returns = golden.floats(name + "returns");
            float[] values = golden.floats(name + "values");
            for (int column = 0; column < columns; column++) {
                float[] starts = column(golden.floats(name + "episode_starts"), column, columns);
                boolean[] flags = new boolean[starts.length];
                for (int t = 0; t < flags.length; t++) {
                    flags[t] = starts[t] == 1;
                }
                GeneralizedAdvantages actual = GeneralizedAdvantages.of(
                        column(golden.floats(name + "rewards"), column, columns),
                        column(values, column, columns),
                        flags,
                        golden.floats(name + "last_value")[column],
                        golden.floats(name + "last_done")[column] == 1,
                        item.get("gamma").doubleValue(),
                        item.get("gae_lambda").doubleValue());
                close(name, column(advantages, column, columns), actual.advantages());
                close(name, column(returns, column, columns), actual.returns());
            }
            close(name, golden.floats(name + "returns_norm_adv"), PpoLoss.normalized(advantages));
            double explained = new RolloutBuffer.Transitions(
                            List.of(), new int[0], new int[0], new float[0], values, advantages, returns)
                    .explainedVariance();
            assertThat(explained).isCloseTo(item.get("explained_variance").doubleValue(), within(1e-5));
        }
    }

    private static float[] column(float[] rows, int column, int columns) {
        float[] values = new float[rows.length / columns];
        for (int t = 0; t < values.length; t++) {
            values[t] = rows[t * columns + column];
        }
        return values;
    }

    @Test
    void bufferAndItsStatistics() throws IOException {
        JsonNode cases = cases("buffer_flush");
        assertThat(cases).hasSize(4);
        for (JsonNode item : cases) {
            String name = "case" + item.get("case").intValue();
            double beta = item.get("kl_coeff").doubleValue();
            RolloutBuffer buffer = new RolloutBuffer(item.get("buffer_size").intValue());
            List<Episode> episodes = new ArrayList<>();
            for (JsonNode round : item.get("rounds")) {
                for (JsonNode recorded : round) {
                    float[] earned = floats(recorded.get("task_reward"));
                    Episode episode = Episodes.of(
                            episodes.size(),
                            true,
                            earned[earned.length - 1],
                            floats(recorded.get("log_prob")),
                            floats(recorded.get("ref_log_prob")),
                            floats(recorded.get("value")));
                    episodes.add(episode);
                    buffer.add(episode, beta);
                }
            }
            boolean normalized = item.get("norm_reward").booleanValue();
            double gamma = item.get("gamma").doubleValue();
            double lambda = item.get("gae_lambda").doubleValue();
            check(name, item.get("buffer"), buffer.finish(gamma, lambda, false), beta);
            RolloutBuffer.Transitions used = buffer.finish(gamma, lambda, normalized);
            close(name, floats(item.get("rewards_used")), used.rewards());
            close(name, floats(item.get("advantages")), used.advantages());
            close(name, floats(item.get("returns")), used.returns());
            checkBootstrap(item, used, gamma);
            checkStatistics(item.get("rollout_info"), RolloutStatistics.of(episodes, beta));
            assertThat(RolloutStatistics.meanKl(episodes))
                    .isCloseTo(item.get("rollout_info").get("kl_div_mean").doubleValue(), within(1e-6));
        }
    }

    private static void check(String name, JsonNode stored, RolloutBuffer.Transitions transitions, double beta) {
        float[] logProbs = new float[transitions.size()];
        float[] kl = new float[transitions.size()];
        float[] klRewards = new float[transitions.size()];
        float[] taskRewards = new float[transitions.size()];
        float[] starts = new float[transitions.size()];
        int flushed = -1;
        for (int t = 0; t < logProbs.length; t++) {
            int token = transitions.tokenOf()[t];
            Episode episode = transitions.episodes().get(transitions.episodeOf()[t]);
            flushed += token == 0 ? 1 : 0;
            assertThat(transitions.episodeOf()[t]).isEqualTo(flushed);
            logProbs[t] = episode.logProbs()[token];
            kl[t] = episode.k1(token);
            klRewards[t] = (float) -beta * kl[t];
            taskRewards[t] = token == episode.length() - 1 ? episode.reward() : 0;
            starts[t] = token == 0 ? 1 : 0;
            assertThat(token).isEqualTo(stored.get("step").get(t).intValue());
        }
        close(name, floats(stored.get("reward")), transitions.rewards());
        close(name, floats(stored.get("value")), transitions.values());
        close(name, floats(stored.get("start")), starts);
        close(name, floats(stored.get("log_prob")), logProbs);
        close(name, floats(stored.get("kl")), kl);
        close(name, floats(stored.get("kl_reward")), klRewards);
        close(name, floats(stored.get("task_reward")), taskRewards);
    }

    /** The buffer shows what follows its last transition in that one's advantage alone: r + gamma V' n - V. */
    private static void checkBootstrap(JsonNode item, RolloutBuffer.Transitions used, double gamma) {
        int last = used.size() - 1;
        double bootstrapped = used.advantages()[last] + used.values()[last] - used.rewards()[last];
        double goesOn = 1 - item.get("last_done").doubleValue();
        assertThat(bootstrapped).isCloseTo(gamma * item.get("last_value").doubleValue() * goesOn, within(1e-5));
    }

    private static void checkStatistics(JsonNode recorded, Map<String, Double> actual) {
        Map<String, String> columns = Map.of(
                "kl_div_mean", "kl_k1", "kl_div_std", "kl_k1_std", "ep_lens_mean", "ep_lens", "ep_rew_mean", "ep_rew");
        assertThat(recorded).hasSize(columns.size());
        columns.forEach((theirs, ours) -> assertThat(actual.get(ours))
                .as(theirs)
                .isCloseTo(recorded.get(theirs).doubleValue(), within(1e-6)));
    }

    @Test
    void klCoefficient() throws IOException {
        JsonNode cases = cases("kl_controller");
        assertThat(cases).hasSize(6);
        for (JsonNode item : cases) {
            OptionalDouble target = item.get("target_kl").isNull()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(item.get("target_kl").doubleValue());
            KlController controller = new KlController(item.get("init_coeff").doubleValue(), target);
            assertThat(item.get("kl")).hasSize(40);
            for (int step = 0; step < 40; step++) {
                controller.update(item.get("kl").get(step).doubleValue());
                double expected = item.get("coeff_after_step").get(step).doubleValue();
                assertThat(controller.coefficient()).isCloseTo(expected, within(1e-9));
            }
        }
    }

    /** From logits to the total reward: every recorded token is an episode of its own. */
    @Test
    void klReward() {
        GoldenTensors golden = tensors("kl_reward");
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            Scopes.step(() -> {
                NDArray logits =
                        Ops.floats(manager, golden.floats("policy_logits")).reshape(20, 50);
                NDArray reference =
                        Ops.floats(manager, golden.floats("ref_logits")).reshape(20, 50);
                NDArray actions = Ops.longs(manager, golden.longRows("actions")[0]);
                float[] logProbs = Ops.tokenLogProbs(logits, actions).toFloatArray();
                float[] referenceLogProbs =
                        Ops.tokenLogProbs(reference, actions).toFloatArray();
                close("log_prob", golden.floats("log_prob"), logProbs);
                close("ref_log_prob", golden.floats("ref_log_prob"), referenceLogProbs);
                close("entropy", golden.floats("entropy"), Ops.entropy(logits).toFloatArray());
                NDArray full = PolicyObjectives.kl(Ops.logSoftmax(logits), Ops.logSoftmax(reference));
                close("full_kl", golden.floats("full_kl"), full.toFloatArray());
                checkRewards(golden, logProbs, referenceLogProbs);
                return null;
            });
        }
    }

    private static void checkRewards(GoldenTensors golden, float[] logProbs, float[] referenceLogProbs) {
        RolloutBuffer buffer = new RolloutBuffer(20);
        float[] task = golden.floats("task_reward");
        float[] kl = new float[20];
        float[] klReward = new float[20];
        for (int i = 0; i < 20; i++) {
            Episode episode = Episodes.of(
                    i, true, task[i], new float[] {logProbs[i]}, new float[] {referenceLogProbs[i]}, new float[1]);
            kl[i] = episode.k1(0);
            klReward[i] = (float) Baselines.returns(List.of(episode.rewarded(0)), 0.1)[0];
            buffer.add(episode, 0.1);
        }
        close("kl_div", golden.floats("kl_div"), kl);
        close("kl_reward", golden.floats("kl_reward_coeff_0_1"), klReward);
        close(
                "total_reward",
                golden.floats("total_reward"),
                buffer.finish(0.99, 0.95, false).rewards());
    }

    private static float[] floats(JsonNode array) {
        float[] values = new float[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).floatValue();
        }
        return values;
    }

    private static void close(String name, float[] expected, float[] actual) {
        assertThat(actual)
                .as(name)
                .hasSameSizeAs(expected)
                .usingComparatorWithPrecision(TOLERANCE)
                .containsExactly(expected);
    }
}
