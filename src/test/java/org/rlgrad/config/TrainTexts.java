package org.rlgrad.config;

import java.nio.file.Path;
import java.util.List;

/** Valid training texts to break in many ways, and how to read one. */
final class TrainTexts {
    static final String SUPERVISED =
            """
            tokenizer:
              model_name: t5-base
              max_length: 512
            datapool:
              id: commongen
              frac_train_samples: 0.1
            alg:
              id: supervised
              training_args:
                per_device_train_batch_size: 8
                learning_rate: 0.0001
              model_type: seq2seq
              model_name: t5-base
              generation_kwargs:
                do_sample: true
            train_evaluation:
              eval_batch_size: 4
              metrics:
                - id: meteor
                  args: {}
              generation_kwargs:
                num_beams: 4
            """;

    static final String PPO =
            """
            tokenizer:
              model_name: gpt2
            reward_fn:
              id: meteor
            datapool:
              id: commongen
            env:
              n_envs: 10
              args:
                max_prompt_length: 64
                max_episode_length: 48
                terminate_on_eos: true
            alg:
              id: ppo
              args:
                n_steps: 128
                learning_rate: 0.000001
              kl_div:
                coeff: 0.1
              policy:
                id: causal_lm_actor_critic_policy
                args:
                  model_name: gpt2
                  generation_kwargs:
                    do_sample: true
                    max_new_tokens: 48
            train_evaluation:
              eval_batch_size: 64
              n_iters: 50
              eval_every: 10
            """;

    static final String NLPO = PPO.replace("id: ppo", "id: nlpo")
            .replace("id: causal", "id: maskable_causal")
            .replace("      model_name: gpt2\n", "      model_name: gpt2\n      top_mask: 20\n");

    static final String REINFORCE = PPO.replace("id: ppo", "id: reinforce")
            .replace(
                    "    n_steps: 128\n",
                    "    prompts_per_iteration: 16\n    samples_per_prompt: 4\n    baseline: none\n")
            .replace("do_sample: true\n", "do_sample: true\n        top_k: 0\n");

    private TrainTexts() {}

    static ConfigFile.Loaded<TrainConfig> load(Path folder, String text, String... settings) {
        return ConfigFile.train(ConfigTexts.write(folder, text), List.of(settings));
    }

    static TrainConfig read(Path folder, String text, String... settings) {
        return load(folder, text, settings).config();
    }

    /** The problem lines without the heading, with the file's name shortened to {@code x.yml}. */
    static List<String> problems(Path folder, String text, String... settings) {
        Path file = ConfigTexts.write(folder, text);
        return ConfigTexts.problemsOf(file, () -> ConfigFile.train(file, List.of(settings)));
    }

    /** The warnings, likewise. */
    static List<String> warnings(Path folder, String text, String... settings) {
        String file = folder.resolve("x.yml").toString();
        return load(folder, text, settings).warnings().stream()
                .map(line -> line.replace(file, "x.yml"))
                .toList();
    }
}
