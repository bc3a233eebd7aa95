package org.rlgrad.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What works in a training file, but hardly as meant. */
class TrainWarningsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            alg.args.batch_size=50 | alg.args.batch_size: 50 does not divide the buffer of 1280 tokens (n_steps * env.n_envs): the last minibatch of each epoch has 30
            alg.args.batch_size=2000 | alg.args.batch_size: 2000 does not divide the buffer of 1280 tokens (n_steps * env.n_envs): the last minibatch of each epoch has 1280
            alg.args.seed=3 | alg.args.seed: has no effect; use the top-level seed
            alg.policy.id=maskable_causal_lm_actor_critic_policy | alg.policy.id: is taken for causal_lm_actor_critic_policy, because only alg.id nlpo masks
            alg.policy.args.top_mask=0.9 | alg.policy.args.top_mask: has no effect: only alg.id nlpo masks
            alg.policy.args.generation_kwargs.do_sample=false | alg.policy.args.generation_kwargs: without do_sample: true the model only sees its most probable outputs in training
            alg.policy.args.generation_kwargs.max_new_tokens=49 | alg.policy.args.generation_kwargs: max_new_tokens 49 is above env.args.max_episode_length 48: an episode ends there
            alg.policy.args.generation_kwargs.min_length=49 | alg.policy.args.generation_kwargs: min_length 49 is above max_new_tokens 48: no output can end by itself
            env.args.context_start_token=0 | env.args.context_start_token: has no effect: a causal model's context begins with the prompt
            datapool.frac_train_samples=10 | datapool.frac_train_samples: is above 1, which means all samples, in order
            datapool.num_train_samples=500 | datapool.num_train_samples: has no effect in a training; use frac_train_samples
            alg.model_name=gpt2 | alg.model_name: has no effect: this training is not supervised (alg.id); the policy's model counts
            alg.training_args={} | alg.training_args: has no effect: this training is not supervised (alg.id); args count
            """)
    void ofPpo(String setting, String expected) {
        check(TrainTexts.PPO, setting, expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            reward_fn={id: meteor} | reward_fn: has no effect: this training is supervised (alg.id)
            alg.kl_div.coeff=1 | alg.kl_div: has no effect: this training is supervised (alg.id)
            train_evaluation.n_iters=5 | train_evaluation.n_iters: has no effect: this training is supervised (alg.id); num_train_epochs or max_steps say how long
            train_evaluation.eval_every=5 | train_evaluation.eval_every: has no effect: this training is supervised (alg.id); logging_steps says how often
            train_evaluation.save_every=5 | train_evaluation.save_every: has no effect: this training is supervised (alg.id); save_steps says how often
            train_evaluation.save_total_limit=5 | train_evaluation.save_total_limit: has no effect: this training is supervised (alg.id); the key of alg.training_args counts
            train_evaluation.probe.prompts=5 | train_evaluation.probe: has no effect: this training is supervised (alg.id)
            alg.training_args.seed=3 | alg.training_args.seed: has no effect; use the top-level seed
            alg.training_args.per_device_eval_batch_size=3 | alg.training_args.per_device_eval_batch_size: has no effect; use train_evaluation.eval_batch_size
            alg.training_args={lr_scheduler_type: constant, warmup_steps: 3} | alg.training_args.warmup_steps: has no effect with lr_scheduler_type: constant; constant_with_warmup has it
            """)
    void ofASupervisedTraining(String setting, String expected) {
        check(TrainTexts.SUPERVISED, setting, expected);
    }

    @Test
    void ofNlpoWithAPlainPolicy() {
        check(
                TrainTexts.NLPO,
                "alg.policy.id=causal_lm_actor_critic_policy",
                "alg.policy.id: is taken for maskable_causal_lm_actor_critic_policy, because alg.id is nlpo");
    }

    @Test
    void ofABiasedReinforce() {
        String bias =
                "alg.policy.args.generation_kwargs: the gradient is biased, because outputs are not drawn from the"
                        + " model's own distribution: ";
        check(
                TrainTexts.REINFORCE,
                "alg.policy.args.generation_kwargs={do_sample: true, max_new_tokens: 48}",
                bias + "top_k 50 (50 where it is absent)");
        check(
                TrainTexts.REINFORCE,
                "alg.policy.args.generation_kwargs={do_sample: true, max_new_tokens: 48, top_k: 0, min_length: 5, top_p: 0.9}",
                bias + "top_p 0.9, min_length 5");
    }

    @Test
    void keysThatTheReferencesFilesHaveAreAcceptedSilently() {
        assertThat(TrainTexts.warnings(
                        folder,
                        TrainTexts.PPO,
                        "tokenizer.max_length=64",
                        "alg.args.verbose=1",
                        "alg.args.device=cuda",
                        "alg.policy.args.apply_model_parallel=false",
                        "env.args.priority_scale=0.0",
                        "alg.policy.args.optimizer_class=AdamW",
                        "alg.policy.args.generation_kwargs.post_processing_fn=null",
                        "datapool.num_train_samples=-1"))
                .isEmpty();
        assertThat(TrainTexts.warnings(
                        folder,
                        TrainTexts.SUPERVISED,
                        "alg.training_args.logging_dir=logs",
                        "alg.training_args.gradient_checkpointing=true",
                        "alg.training_args.fp16=false"))
                .isEmpty();
    }

    private void check(String text, String setting, String expected) {
        assertThat(TrainTexts.warnings(folder, text, setting))
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .containsExactly(expected);
    }
}
