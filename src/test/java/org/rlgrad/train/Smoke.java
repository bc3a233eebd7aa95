package org.rlgrad.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.node.NullNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rlgrad.config.GenerationConfig;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.config.OnPolicyConfig;
import org.rlgrad.config.Side;
import org.rlgrad.data.Sample;
import org.rlgrad.generate.Generator;
import org.rlgrad.generate.Limits;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.random.RandomStreams;
import org.rlgrad.reward.RewardFunction;
import org.rlgrad.tokenizer.Tokenizer;

/** Trainings of the example's model, which every clone has, on a few of its prompts. */
final class Smoke implements AutoCloseable {
    private static final Path FOLDER = Path.of("configs", "smoke", "model");
    static final int END = 1;

    /** Prompts that the model answers in several ways, each with one of them as its reference. */
    private static final Map<String, String> PEOPLE = Map.of(
            "child break toy office", "a child breaks a green toy in the office.",
            "woman throw stone beach", "a woman throws a stone on the beach.",
            "nurse carry bag park", "a bag is carried by a nurse in the park.",
            "farmer fly drone office", "in the office, a farmer is flying the red drone.");

    final Settings settings;
    final LanguageModel policy = LanguageModel.load(FOLDER, ModelType.SEQ2SEQ, Device.cpu());
    final Tokenizer tokenizer = Tokenizer.load(FOLDER);
    final RewardFunction reward;

    Smoke(Settings settings, RewardFunction reward) {
        this.settings = settings;
        this.reward = reward;
    }

    Rollouts rollouts() {
        return rollouts(generator(settings.sampling(), "sampling"));
    }

    Rollouts rollouts(Generator generator) {
        List<Sample> samples = new ArrayList<>();
        List<int[]> prompts = new ArrayList<>();
        PEOPLE.keySet().stream().sorted().forEach(concepts -> {
            String prompt = "generate a sentence with: " + concepts + ".";
            samples.add(new Sample(
                    "train_" + samples.size(), prompt, List.of(PEOPLE.get(concepts)), NullNode.getInstance()));
            prompts.add(tokenizer.encode(prompt, 20, Side.LEFT));
        });
        return new Rollouts(
                new Rollouts.Inputs(samples, prompts, END, settings.longest),
                new PolicyText(tokenizer, END),
                generator,
                reward,
                settings.fidelity,
                RandomStreams.of(settings.seed, "prompts"));
    }

    Generator generator(GenerationConfig config, String purpose) {
        return new Generator(
                policy,
                config,
                Limits.of(config, ModelType.SEQ2SEQ, 0),
                END,
                256,
                RandomStreams.of(settings.seed, purpose));
    }

    private Probe probe(Rollouts rollouts) {
        OnPolicyConfig.Probe probe = settings.onPolicy().iterations().probe();
        return new Probe(rollouts, generator(settings.sampling(), "probe"), probe, PEOPLE.size());
    }

    Actors actors(boolean withValues) {
        return new Actors(
                new TokenPolicy(policy, 1),
                new TokenPolicy(policy.copy(), 1),
                withValues ? Optional.of(ValueModel.initialized(policy, settings.seed)) : Optional.empty());
    }

    PpoTrainer ppo() {
        Rollouts rollouts = rollouts();
        return new PpoTrainer(
                actors(true),
                Optional.empty(),
                settings.ppo(),
                settings.onPolicy(),
                rollouts,
                probe(rollouts),
                RandomStreams.of(settings.seed, "shuffle"));
    }

    ReinforceTrainer reinforce() {
        Rollouts rollouts = rollouts();
        GenerationConfig greedy = GenerationConfig.defaults();
        return new ReinforceTrainer(
                actors(false),
                settings.reinforce(),
                settings.onPolicy(),
                rollouts,
                probe(rollouts),
                Optional.of(generator(greedy, "greedy")));
    }

    /** The policy's weights and all else that a trainer saves, copied. */
    Map<String, float[]> snapshot(OnPolicyTrainer trainer) {
        Map<String, float[]> copies = new LinkedHashMap<>();
        arrays(trainer).forEach((name, array) -> copies.put(name, array.toFloatArray()));
        return copies;
    }

    Map<String, NDArray> arrays(OnPolicyTrainer trainer) {
        Map<String, NDArray> arrays = new LinkedHashMap<>(trainer.state());
        policy.parameters().asMap().forEach((name, weight) -> arrays.put("policy of its own " + name, weight));
        return arrays;
    }

    @Override
    public void close() {
        policy.close();
        tokenizer.close();
    }
}
