// Longer than most: every problem with its whole message.
package org.rlgrad.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a training file is refused or warned for, with the whole message that a user sees. */
class TrainProblemsTest {
    @TempDir
    private Path folder;

    private List<String> problems(String text, String what, String with) {
        return TrainTexts.problems(folder, replaced(text, what, with));
    }

    private static String replaced(String text, String what, String with) {
        assertThat(text).contains(what);
        return text.replace(what, with);
    }

    private static String oneLine(List<String> problems) {
        return String.join("; ", problems).replace("x.yml:", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {TrainTexts.SUPERVISED, TrainTexts.PPO})
    void validFilesHaveNone(String text) {
        assertThat(TrainTexts.warnings(folder, text)).isEmpty();
    }

    @Test
    void validFilesOfTheOtherAlgorithmsHaveNone() {
        assertThat(TrainTexts.warnings(folder, TrainTexts.NLPO)).isEmpty();
        assertThat(TrainTexts.warnings(folder, TrainTexts.REINFORCE)).isEmpty();
    }

    @Test
    void allAreReportedAtOnceInTheOrderOfTheFile() {
        String text = TrainTexts.PPO
                .replace("id: meteor", "id: metoer")
                .replace("n_envs: 10", "n_envs: ten")
                .replace("    terminate_on_eos: true\n", "")
                .replace("n_steps: 128", "n_stepz: 128")
                .replace("coeff: 0.1", "target_kl: 0")
                .replace("id: causal_lm", "id: casual_lm")
                .replace("n_iters: 50", "n_iter: 50");
        assertThat(TrainTexts.problems(folder, text))
                .containsExactly(
                        "x.yml:4:7 reward_fn.id: unknown reward 'metoer'; did you mean meteor?; there are meteor,"
                                + " rouge, rouge_combined, rouge_l_max, bleu, sacre_bleu, chrf, ter, parent, bert_score,"
                                + " learned_reward, intent_accuracy, increasing_numbers, sentences_with_dates",
                        "x.yml:8:11 env.n_envs: expected a whole number, is the text 'ten'",
                        "x.yml:10:5 env.args.terminate_on_eos: false (which absent means, too) is not supported: an"
                                + " episode ends with the end token; set it to true",
                        "x.yml:15:5 alg.args.n_stepz: unknown key; did you mean n_steps?",
                        "x.yml:18:5 alg.kl_div.coeff: missing",
                        "x.yml:18:16 alg.kl_div.target_kl: must be above 0, is 0",
                        "x.yml:20:9 alg.policy.id: unknown policy 'casual_lm_actor_critic_policy'; did you mean"
                                + " causal_lm_actor_critic_policy?; there are causal_lm_actor_critic_policy,"
                                + " seq2seq_lm_actor_critic_policy, maskable_causal_lm_actor_critic_policy,"
                                + " maskable_seq2seq_lm_actor_critic_policy",
                        "x.yml:28:3 train_evaluation.n_iter: unknown key; did you mean n_iters?");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            id: ppo | id: a2c | 14:7 alg.id: a2c is not supported: no published configuration uses it; there are supervised, ppo, nlpo, reinforce
            id: ppo | id: trpo | 14:7 alg.id: trpo is not supported: no published configuration uses it; there are supervised, ppo, nlpo, reinforce
            id: ppo | id: pppo | 14:7 alg.id: unknown algorithm 'pppo'; did you mean ppo?; there are supervised, ppo, nlpo, reinforce
            id: ppo | id: dqn_and_more | 14:7 alg.id: unknown algorithm 'dqn_and_more'; there are supervised, ppo, nlpo, reinforce
            terminate_on_eos: true | terminate_on_eos: false | 12:23 env.args.terminate_on_eos: false (which absent means, too) is not supported: an episode ends with the end token; set it to true
            terminate_on_eos: true | terminate_on_eos: true\\n    priority_scale: 0.5 | 13:21 env.args.priority_scale: is not supported: all prompts have the same weight, so that it would change nothing; take it out
            max_prompt_length: 64 | max_prompt_length: 0 | 10:24 env.args.max_prompt_length: must be at least 1, is 0
            n_envs: 10 | n_env: 10 | 8:3 env.n_env: unknown key; did you mean n_envs?
            n_steps: 128 | n_steps: 300000000 | 16:14 alg.args.n_steps: is too large: with env.n_envs the buffer has 3000000000 tokens
            n_steps: 128 | batch_size: 1 | 16:17 alg.args.batch_size: 1 leaves a minibatch of one token, whose advantage cannot be normalised; take another, or normalize_advantage: false
            n_steps: 128 | batch_size: 20479 | 16:17 alg.args.batch_size: 20479 leaves a minibatch of one token, whose advantage cannot be normalised; take another, or normalize_advantage: false
            n_steps: 128 | gamma: 1.01 | 16:12 alg.args.gamma: must be between 0 and 1, is 1.01
            n_steps: 128 | clip_range: 0 | 16:17 alg.args.clip_range: must be above 0, is 0
            n_steps: 128 | minibatches: episode | 16:18 alg.args.minibatches: must be one of tokens, episodes, is 'episode'; did you mean episodes?
            n_steps: 128 | use_sde: true | 16:14 alg.args.use_sde: is not supported: it is exploration noise of continuous actions
            n_steps: 128 | policy_kwargs: {} | 16:20 alg.args.policy_kwargs: is not supported; the policy's arguments are those of alg.policy.args
            coeff: 0.1 | coeff: -1 | 19:12 alg.kl_div.coeff: must be at least 0, is -1
            do_sample: true | num_beams: 4 | 25:9 alg.policy.args.generation_kwargs: num_beams 4: training samples cannot come from a beam search; set num_beams: 1 and do_sample: true
            do_sample: true | do_sample: true\\n        num_beams: 2 | 25:9 alg.policy.args.generation_kwargs: num_beams 2: training samples cannot come from a beam search; set num_beams: 1 and do_sample: true
            do_sample: true | do_sample: true\\n        post_processing_fn: three_sentence_summary | 25:9 alg.policy.args.generation_kwargs: post_processing_fn is not supported here: the reward is that of the text as it was generated; take it out
            max_new_tokens: 48 | top_k: 10 | 25:9 alg.policy.args.generation_kwargs: max_new_tokens is missing: for a causal model max_length (20) counts the padded prompt and leaves no room for new tokens
            max_new_tokens: 48 | max_length: 113 | none
            '      model_name: gpt2' | '      model_name: gpt2\\n      optimizer_class: SGD' | 24:24 alg.policy.args.optimizer_class: only AdamW, the default, is supported
            '      model_name: gpt2' | '      model_name: gpt2\\n      optimizer_class: torch.optim.AdamW' | none
            '      model_name: gpt2' | '      model_name: gpt2\\n      optimizer_kwargs: {lr: 1}' | 24:25 alg.policy.args.optimizer_kwargs: is not supported; the learning rate is alg.args.learning_rate
            '      model_name: gpt2' | '      model_name: gpt2\\n      optimizer_kwargs: {}' | none
            eval_batch_size: 64 | eval_batch_size: 64\\n  metrics: {} | 29:12 train_evaluation.metrics: expected a list, is a mapping
            eval_batch_size: 64 | eval_batch_size: 64\\n  splits: [val, dev] | 29:11 train_evaluation.splits: must be one of train, val, test, is 'dev'
            eval_batch_size: 64 | eval_batch_size: 64\\n  splits: val | 29:11 train_evaluation.splits: expected a list of train, val, test, is the text 'val'
            eval_batch_size: 64 | eval_batch_size: 64\\n  max_samples: 0 | 29:16 train_evaluation.max_samples: must be at least 1, or -1 for all
            eval_batch_size: 64 | eval_batch_size: 64\\n  probe: {samples: 1, prompt: 2} | 29:20 train_evaluation.probe.samples: must be at least 2, is 1; 29:23 train_evaluation.probe.prompt: unknown key; did you mean prompts?
            eval_batch_size: 64 | eval_batch_size: 64\\n  generation_kwargs: {num_beams: 2} | 29:22 train_evaluation.generation_kwargs: max_new_tokens is missing: for a causal model max_length (20) counts the padded prompt and leaves no room for new tokens
            """)
    void ofAnOnPolicyFile(String what, String with, String expected) {
        List<String> found = problems(TrainTexts.PPO, what, with.replace("\\n", "\n"));
        assertThat(oneLine(found)).isEqualTo(expected.equals("none") ? "" : expected);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            top_mask: 20 | top_mask: -1 | 24:17 alg.policy.args.top_mask: -1 (the whole vocabulary) is not supported, and crashes the reference; without a mask NLPO is PPO: alg.id: ppo
            top_mask: 20 | top_mask: 0.5 | 24:17 alg.policy.args.top_mask: must be a whole number from 1 with mask_type: learned_top_k
            top_mask: 20 | top_mask: 0 | 24:17 alg.policy.args.top_mask: must be a whole number from 1 with mask_type: learned_top_k
            top_mask: 20 | top_mask: 20\\n      mask_type: learned_top_p | 24:17 alg.policy.args.top_mask: must be above 0 and at most 1 with mask_type: learned_top_p
            top_mask: 20 | mask_type: top_p | 23:7 alg.policy.args.top_mask: missing; 24:18 alg.policy.args.mask_type: must be one of learned_top_k, learned_top_p, topk, is 'top_p'
            top_mask: 20 | top_mask: 20\\n      min_tokens_to_keep: 0 | 25:27 alg.policy.args.min_tokens_to_keep: must be at least 1, is 0
            """)
    void ofAMask(String what, String with, String expected) {
        assertThat(oneLine(problems(TrainTexts.NLPO, what, with.replace("\\n", "\n"))))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            baseline=mean | baseline: must be one of none, batch_mean, moving_average, leave_one_out, greedy, is 'mean'
            baseline=leave_one_out samples_per_prompt=1 | samples_per_prompt: must be at least 2 with baseline: leave_one_out
            baseline=batch_mean samples_per_prompt=1 prompts_per_iteration=1 | baseline: batch_mean of a single output is its own reward: there would be nothing to learn
            n_steps=128 | n_steps: is PPO's; an iteration of REINFORCE is one step on prompts_per_iteration * samples_per_prompt outputs
            baseline_decay=2 | baseline_decay: must be between 0 and 1, is 2
            prompts_per_iteration=0 | prompts_per_iteration: must be at least 1, is 0
            """)
    void ofReinforce(String settings, String expected) {
        String[] all = ("alg.args." + settings.replace(" ", " alg.args.")).split(" ", -1);
        assertThat(TrainTexts.problems(folder, TrainTexts.REINFORCE, all))
                .containsExactly("--set alg.args." + expected);
    }

    @Test
    void reinforceHasNoDefaultsForWhatMattersMost() {
        String text =
                TrainTexts.REINFORCE.replaceAll("(?m)^    (prompts_per|samples_per|baseline|learning_rate).*\n", "");
        assertThat(TrainTexts.problems(folder, replaced(text, "  args:\n  kl_div", "  args: {}\n  kl_div")))
                .containsExactly(
                        "x.yml:15:9 alg.args.prompts_per_iteration: missing",
                        "x.yml:15:9 alg.args.samples_per_prompt: missing",
                        "x.yml:15:9 alg.args.baseline: missing",
                        "x.yml:15:9 alg.args.learning_rate: missing");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            learning_rate: 0.0001 | gradient_accumulation_steps: 2 | 11:34 alg.training_args.gradient_accumulation_steps: 2 is not supported: give per_device_train_batch_size the whole batch
            learning_rate: 0.0001 | gradient_accumulation_steps: 1 | none
            learning_rate: 0.0001 | optim: adafactor | 11:12 alg.training_args.optim: adafactor is not supported: only adamw_hf, the default, is
            learning_rate: 0.0001 | fp16: true | 11:11 alg.training_args.fp16: True is not supported: training has single precision
            learning_rate: 0.0001 | warmup_ratio: 0.1 | 11:19 alg.training_args.warmup_ratio: 0.1 is not supported: use warmup_steps
            learning_rate: 0.0001 | evaluation_strategy: no | none
            learning_rate: 0.0001 | evaluation_strategy: epoch | 11:26 alg.training_args.evaluation_strategy: epoch is not supported: each log entry has a validation: use logging_steps
            learning_rate: 0.0001 | lr_scheduler_type: polynomial | 11:24 alg.training_args.lr_scheduler_type: must be one of constant, constant_with_warmup, linear, cosine, is 'polynomial'
            learning_rate: 0.0001 | num_train_epochs: 2.0 | none
            learning_rate: 0.0001 | num_train_epochs: 2.5 | 11:23 alg.training_args.num_train_epochs: must be a whole number; use max_steps for part of an epoch
            learning_rate: 0.0001 | num_train_epochs: 0 | 11:23 alg.training_args.num_train_epochs: must be above 0, is 0
            learning_rate: 0.0001 | adam_beta2: 1 | 11:17 alg.training_args.adam_beta2: must be at least 0 and below 1, is 1
            learning_rate: 0.0001 | num_train_epoch: 2 | 11:5 alg.training_args.num_train_epoch: unknown key; did you mean num_train_epochs?
            model_name: t5-base\\n  gen | model_name: _\\n  gen | 13:15 alg.model_name: '_' is a placeholder; put a checkpoint's folder or hub id in its place
            model_name: t5-base\\n  gen | model_name: auto\\n  gen | 13:15 alg.model_name: auto means a supervised run's model, and this is such a run; name a checkpoint
            model_type: seq2seq | model_type: causal | 15:5 alg.generation_kwargs: max_new_tokens is missing: for a causal model max_length (20) counts the padded prompt and leaves no room for new tokens; 22:5 train_evaluation.generation_kwargs: max_new_tokens is missing: for a causal model max_length (20) counts the padded prompt and leaves no room for new tokens
            id: supervised | id: supervsed | 8:7 alg.id: unknown algorithm 'supervsed'; did you mean supervised?; there are supervised, ppo, nlpo, reinforce
            num_beams: 4 | num_beams: 5\\n    do_sample: true | none
            frac_train_samples: 0.1 | frac_train_samples: .nan | 6:23 datapool.frac_train_samples: must be a finite number, is .nan
            """)
    void ofASupervisedFile(String what, String with, String expected) {
        List<String> found = problems(TrainTexts.SUPERVISED, what.replace("\\n", "\n"), with.replace("\\n", "\n"));
        assertThat(oneLine(found)).isEqualTo(expected.equals("none") ? "" : expected);
    }

    @Test
    void missingKeysAndBlocks() {
        assertThat(TrainTexts.problems(folder, "alg: {id: supervised}\n"))
                .containsExactly(
                        "x.yml:1:1 train_evaluation: missing",
                        "x.yml:1:1 tokenizer: missing",
                        "x.yml:1:1 datapool: missing",
                        "x.yml:1:6 alg.model_type: missing",
                        "x.yml:1:6 alg.model_name: missing",
                        "x.yml:1:6 alg.generation_kwargs: missing");
        assertThat(TrainTexts.problems(folder, "seed: 3\n"))
                .containsExactly(
                        "x.yml:1:1 alg: missing",
                        "x.yml:1:1 train_evaluation: missing",
                        "x.yml:1:1 tokenizer: missing",
                        "x.yml:1:1 datapool: missing");
        assertThat(problems(TrainTexts.SUPERVISED, "  id: supervised\n", ""))
                .containsExactly("x.yml:8:3 alg.id: missing");
        String text = TrainTexts.PPO.replaceAll("(?s)env:.*?alg:", "alg:").replaceAll("(?s)  policy:.*?train", "train");
        assertThat(TrainTexts.problems(folder, text))
                .containsExactly("x.yml:1:1 env: missing", "x.yml:8:3 alg.policy: missing");
    }

    @Test
    void anExtractionsBlock() {
        assertThat(TrainTexts.problems(folder, TrainTexts.SUPERVISED + "evaluation: {}\n"))
                .containsExactly("x.yml:23:13 evaluation: belongs to an extraction; the block of a training is"
                        + " train_evaluation");
    }
}
