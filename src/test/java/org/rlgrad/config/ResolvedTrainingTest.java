package org.rlgrad.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResolvedTrainingTest {
    @TempDir
    private Path folder;

    static List<Path> shipped() throws IOException {
        return ShippedTrainingsTest.files();
    }

    private void readsBackAsTheSame(TrainConfig config) {
        ConfigFile.Loaded<TrainConfig> again = TrainTexts.load(folder, ResolvedConfig.toYaml(config));
        assertThat(again.config()).isEqualTo(config);
        assertThat(again.warnings()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void shippedFilesReadBackAsTheSame(Path file) {
        readsBackAsTheSame(ConfigFile.train(file, List.of()).config());
    }

    @Test
    void soDoFilesOfOtherThanDefaultValues() {
        String[] common = {
            "seed=7",
            "fidelity=corrected",
            "datapool.path=a folder",
            "datapool.split=test",
            "datapool.frac_train_samples=0.25",
            "datapool.train_samples_rnd_seed=0",
            "train_evaluation.splits=[test, train]",
            "train_evaluation.max_samples=3"
        };
        readsBackAsTheSame(TrainTexts.read(
                folder,
                TrainTexts.SUPERVISED,
                with(
                        common,
                        "alg.training_args={per_device_train_batch_size: 3, learning_rate: 5e-7, lr_scheduler_type: cosine,"
                                + " warmup_steps: 2, weight_decay: 0.1, adam_beta1: 0, adam_beta2: 0.5, adam_epsilon: 1e-9,"
                                + " max_grad_norm: 9, num_train_epochs: 7, max_steps: 70, logging_steps: 6, save_steps: 5,"
                                + " save_total_limit: 4, dropout: false}")));
        String[] onPolicy = with(
                common,
                "env.args.prompt_truncation_side=right",
                "alg.kl_div={coeff: 0, target_kl: 3, norm_reward: true}",
                "alg.policy.args.weight_decay=0",
                "alg.policy.args.prompt_truncation_side=right",
                "train_evaluation.save_every=2",
                "train_evaluation.save_total_limit=0",
                "train_evaluation.probe={prompts: 0, samples: 2}",
                "train_evaluation.generation_kwargs={do_sample: true, num_beams: 5, max_new_tokens: 3}");
        String[] ppo = with(
                onPolicy,
                "alg.args={n_steps: 6, batch_size: 30, n_epochs: 2, learning_rate: 1e-9, gamma: 1, gae_lambda: 0,"
                        + " clip_range: 0.1, clip_range_vf: 0.3, normalize_advantage: false, ent_coef: 0.01, vf_coef: 0,"
                        + " max_grad_norm: 1e9, target_kl: 0.02, enforce_token_entropy_reg_estimate: true,"
                        + " minibatches: episodes}");
        readsBackAsTheSame(TrainTexts.read(folder, TrainTexts.PPO, ppo));
        readsBackAsTheSame(TrainTexts.read(folder, TrainTexts.NLPO, ppo));
        readsBackAsTheSame(TrainTexts.read(
                folder,
                TrainTexts.NLPO,
                with(
                        ppo,
                        "alg.policy.args.mask_type=learned_top_p",
                        "alg.policy.args.top_mask=0.3",
                        "alg.policy.args.min_tokens_to_keep=1",
                        "alg.policy.args.target_update_iterations=2")));
        readsBackAsTheSame(TrainTexts.read(
                folder,
                TrainTexts.REINFORCE,
                with(
                        onPolicy,
                        "alg.args={prompts_per_iteration: 2, samples_per_prompt: 3, baseline: greedy, baseline_decay: 0.5,"
                                + " learning_rate: 3, ent_coef: 0.5, max_grad_norm: 2}")));
    }

    private static String[] with(String[] settings, String... others) {
        String[] all = Arrays.copyOf(settings, settings.length + others.length);
        System.arraycopy(others, 0, all, settings.length, others.length);
        return all;
    }

    @Test
    void namesEveryKeyAsTheReferenceDoes() {
        String yaml = ResolvedConfig.toYaml(TrainTexts.read(folder, TrainTexts.NLPO));
        assertThat(yaml.substring(yaml.indexOf("reward_fn:")))
                .isEqualTo(
                        """
                        reward_fn:
                          id: meteor
                          args:
                            shaping_fn: null
                        env:
                          n_envs: 10
                          args:
                            max_prompt_length: 64
                            max_episode_length: 48
                            terminate_on_eos: true
                            context_start_token: null
                            prompt_truncation_side: left
                        alg:
                          id: nlpo
                          args:
                            n_steps: 128
                            batch_size: 64
                            n_epochs: 10
                            learning_rate: 1.0E-6
                            gamma: 0.99
                            gae_lambda: 0.95
                            clip_range: 0.2
                            clip_range_vf: null
                            normalize_advantage: true
                            ent_coef: 0.0
                            vf_coef: 0.5
                            max_grad_norm: 0.5
                            target_kl: null
                            enforce_token_entropy_reg_estimate: false
                            minibatches: tokens
                          kl_div:
                            coeff: 0.1
                            target_kl: null
                            norm_reward: false
                          policy:
                            id: maskable_causal_lm_actor_critic_policy
                            args:
                              model_name: gpt2
                              generation_kwargs:
                                do_sample: true
                                max_new_tokens: 48
                                max_length: 20
                                min_length: 0
                                temperature: 1.0
                                top_k: 50
                                top_p: 1.0
                                repetition_penalty: 1.0
                                no_repeat_ngram_size: 0
                                num_beams: 1
                                length_penalty: 1.0
                                early_stopping: false
                                post_processing_fn: null
                              prompt_truncation_side: left
                              weight_decay: 1.0E-6
                              mask_type: learned_top_k
                              top_mask: 20.0
                              min_tokens_to_keep: 100
                              target_update_iterations: 1000
                        train_evaluation:
                          eval_batch_size: 64
                          metrics: []
                          generation_kwargs: null
                          splits:
                            - train
                            - val
                            - test
                          max_samples: -1
                          n_iters: 50
                          eval_every: 10
                          save_every: 20
                          save_total_limit: 1
                          probe:
                            prompts: 8
                            samples: 4
                        """);
    }
}
