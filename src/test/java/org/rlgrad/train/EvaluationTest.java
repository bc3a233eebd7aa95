package org.rlgrad.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.node.NullNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rlgrad.Failure;
import org.rlgrad.Goldens;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.GenerationConfig;
import org.rlgrad.config.GenerationConfig.PostProcessing;
import org.rlgrad.config.MetricConfig;
import org.rlgrad.config.MetricConfig.SacreBleu;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.config.PoolArgs;
import org.rlgrad.config.Side;
import org.rlgrad.config.Split;
import org.rlgrad.data.Pools;
import org.rlgrad.data.Sample;
import org.rlgrad.generate.Generator;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.reward.CausalPerplexity;
import org.rlgrad.tensor.Torch;
import org.rlgrad.tokenizer.Tokenizer;
import org.rlgrad.train.EvaluationResult.EvaluatedSample;

/** On the example's T5, which every clone has, and on the tiny GPT-2 beside the checkout. */
class EvaluationTest {
    private static final Path EXAMPLE = Path.of("configs/smoke/model");
    private static final int END = 1;

    /** Of transformers' generate with 24 new tokens for the first six validation prompts. */
    private static final List<String> GREEDY = List.of(
            "the van is stopped near the bank.",
            "a sailor throws a hat in the street.",
            "the taxi is cleaned near the factory.",
            "the truck is cleaned near the station.",
            "the mouse hides behind the bridge.",
            "a child flies a flag in the library.");

    private static LanguageModel model;
    private static Tokenizer tokenizer;
    private static List<Sample> samples;

    @BeforeAll
    static void load() {
        model = LanguageModel.load(EXAMPLE, ModelType.SEQ2SEQ, Device.cpu());
        tokenizer = Tokenizer.load(EXAMPLE);
        PoolArgs pool = new PoolArgs.CommonGen("generate a sentence with: ", " ", ".");
        samples = Pools.load(pool, Split.VAL, Path.of("configs/smoke/data")).samples();
    }

    @AfterAll
    static void close() {
        model.close();
        tokenizer.close();
    }

    @Test
    void greedyTextsAndTheirMetrics() {
        List<MetricConfig> metrics = List.of(
                new MetricConfig.Rouge(true),
                new MetricConfig.Bleu(),
                new MetricConfig.Diversity(100),
                new SacreBleu(SacreBleu.Tokenize.V13A),
                new MetricConfig.Bleu(),
                new SacreBleu(SacreBleu.Tokenize.INTL));
        try (EvaluationMetrics loaded = load(metrics)) {
            EvaluationResult result = run(evaluation(loaded, 4, 1), Split.VAL, samples.subList(0, 6), decoding(1), 0);
            assertThat(result.samples()).extracting(EvaluatedSample::text).isEqualTo(GREEDY);
            EvaluatedSample second = result.samples().get(1);
            assertThat(second.id()).isEqualTo("val_1");
            assertThat(second.prompt()).isEqualTo("generate a sentence with: sailor throw hat street.");
            assertThat(second.references())
                    .containsExactly("there was a sailor in the street with a green hat to throw.");
            assertThat(second.scores())
                    .containsOnlyKeys(
                            "lexical/rouge_rouge1",
                            "lexical/rouge_rouge2",
                            "lexical/rouge_rougeL",
                            "lexical/rouge_rougeLsum",
                            "lexical/bleu",
                            "lexical/sacrebleu",
                            "lexical/sacrebleu_2");
            // all 8 words (throws as throw), of the reference's 13
            assertThat(second.scores().get("lexical/rouge_rouge1")).isCloseTo(2.0 * 8 / (8 + 13), within(1e-12));
            List<String> keys = List.copyOf(result.corpus().keySet());
            assertThat(keys.subList(0, 5)).startsWith("lexical/rouge_rouge1").endsWith("lexical/bleu");
            assertThat(keys.subList(keys.size() - 2, keys.size()))
                    .containsExactly("lexical/sacrebleu", "lexical/sacrebleu_2");
            assertThat(result.corpus().get("lexical/rouge_rouge1"))
                    .isEqualTo(result.samples().stream()
                            .mapToDouble(sample -> sample.scores().get("lexical/rouge_rouge1"))
                            .average()
                            .orElseThrow());
            assertThat(result.corpus().get("diversity_metrics/total_length")).isEqualTo(8.0 + 9 + 8 + 8 + 7 + 9);
        }
    }

    @Test
    void beamSearchIsTransformers() {
        List<String> expected = new ArrayList<>(GREEDY);
        expected.set(1, "in the street, a sailor is throwing the hat.");
        try (EvaluationMetrics none = load(List.of())) {
            for (int maxRows : new int[] {1, 9, 100}) {
                EvaluationResult result =
                        run(evaluation(none, maxRows, 1), Split.TEST, samples.subList(0, 6), decoding(4), 3);
                assertThat(result.samples()).extracting(EvaluatedSample::text).isEqualTo(expected);
                assertThat(result.corpus()).isEmpty();
            }
        }
    }

    @Test
    void sampledTextsDependOnSeedSplitStepAndPlaceAlone() {
        try (EvaluationMetrics metrics = load(List.of(new MetricConfig.Meteor()))) {
            EvaluationResult result = run(evaluation(metrics, 100, 1), Split.VAL, samples, sampling(1), 7);
            assertThat(result.samples()).hasSize(60);
            for (int maxRows : new int[] {1, 7}) {
                assertThat(run(evaluation(metrics, maxRows, 1), Split.VAL, samples, sampling(1), 7))
                        .isEqualTo(result);
            }
            Evaluation again = evaluation(metrics, 20, 1);
            run(again, Split.VAL, samples, sampling(1), 8);
            assertThat(run(again, Split.VAL, samples, sampling(1), 7)).isEqualTo(result);
            assertThat(run(again, Split.VAL, samples.subList(0, 9), sampling(1), 7)
                            .samples())
                    .isEqualTo(result.samples().subList(0, 9));
            assertThat(run(again, Split.VAL, samples, sampling(1), 8)).isNotEqualTo(result);
            assertThat(run(again, Split.TRAIN, samples, sampling(1), 7)).isNotEqualTo(result);
            assertThat(run(evaluation(metrics, 20, 2), Split.VAL, samples, sampling(1), 7))
                    .isNotEqualTo(result);
        }
    }

    @Test
    void beamSamplingDoesNotDependOnBatchesEither() {
        try (EvaluationMetrics none = load(List.of())) {
            List<Sample> some = samples.subList(0, 12);
            EvaluationResult result = run(evaluation(none, 100, 1), Split.VAL, some, sampling(3), 0);
            assertThat(run(evaluation(none, 3, 1), Split.VAL, some, sampling(3), 0))
                    .isEqualTo(result);
            assertThat(run(evaluation(none, 100, 2), Split.VAL, some, sampling(3), 0))
                    .isNotEqualTo(result);
        }
    }

    @Test
    void keysOfDifferentEvaluationsNeverMeet() {
        assertThat(Evaluation.streamKey(0, Split.TRAIN, 0)).isEqualTo(1L << 32);
        assertThat(Evaluation.streamKey(0, Split.TEST, Integer.MAX_VALUE))
                .isLessThan(Evaluation.streamKey(1, Split.TRAIN, 0));
        assertThat(Evaluation.streamKey((1 << 29) - 1, Split.TEST, Integer.MAX_VALUE))
                .isPositive();
    }

    @Test
    void tellsProgressAndStopsBetweenBatches() {
        try (EvaluationMetrics none = load(List.of())) {
            List<Integer> done = new ArrayList<>();
            evaluation(none, 25, 1).run(Split.VAL, samples, decoding(1), 0, done::add, () -> false);
            assertThat(done).containsExactly(25, 50, 60);
            done.clear();
            assertThatThrownBy(() -> evaluation(none, 25, 1)
                            .run(Split.VAL, samples, decoding(1), 0, done::add, () -> done.size() == 2))
                    .isInstanceOf(CancellationException.class);
            assertThat(done).containsExactly(25, 50);
        }
        try (EvaluationMetrics metrics = load(List.of(new MetricConfig.Meteor()))) {
            List<Integer> done = new ArrayList<>();
            assertThatThrownBy(() -> evaluation(metrics, 60, 1)
                            .run(Split.VAL, samples, decoding(1), 0, done::add, () -> !done.isEmpty()))
                    .isInstanceOf(CancellationException.class);
        }
    }

    /** As NLPO's masked generator will: here one that decodes greedily, whatever was asked for. */
    @Test
    void anotherGeneratorCanBeHandedIn() {
        try (EvaluationMetrics none = load(List.of())) {
            Evaluation evaluation = new Evaluation(
                    model,
                    new PolicyText(tokenizer, END),
                    64,
                    Side.RIGHT,
                    8,
                    none,
                    (config, limits, random) -> new Generator(model, decoding(1), limits, END, 8, random),
                    1);
            assertThat(run(evaluation, Split.VAL, samples.subList(0, 6), sampling(1), 0)
                            .samples())
                    .extracting(EvaluatedSample::text)
                    .isEqualTo(GREEDY);
        }
    }

    @Test
    void theSideOfTheCutMatters() {
        Sample longer = new Sample(
                "x",
                "generate a sentence with: van stop bank. generate a sentence with: mouse hide bridge.",
                List.of(),
                NullNode.getInstance());
        int half = tokenizer.encode("generate a sentence with: van stop bank.").length;
        try (EvaluationMetrics none = load(List.of())) {
            List<String> texts = new ArrayList<>();
            for (Side side : new Side[] {Side.RIGHT, Side.LEFT}) {
                Evaluation evaluation = plain(model, new PolicyText(tokenizer, END), half, side, 8, none, 1);
                EvaluatedSample sample = run(evaluation, Split.VAL, List.of(longer), decoding(1), 0)
                        .samples()
                        .get(0);
                assertThat(sample.prompt()).isEqualTo(longer.prompt());
                texts.add(sample.text());
            }
            assertThat(texts.get(0)).contains("van").doesNotContain("mouse");
            assertThat(texts.get(1)).contains("mouse").doesNotContain("van");
        }
    }

    @Test
    void nothingStaysInMemory() {
        try (EvaluationMetrics metrics = load(List.of(new MetricConfig.Meteor()))) {
            Evaluation evaluation = evaluation(metrics, 8, 1);
            run(evaluation, Split.VAL, samples.subList(0, 10), sampling(1), 0);
            int before = model.parameters().liveArrays();
            for (int step = 0; step < 3; step++) {
                run(evaluation, Split.VAL, samples.subList(0, 10), sampling(1), step);
                run(evaluation, Split.VAL, samples.subList(0, 10), sampling(2), step);
            }
            assertThat(model.parameters().liveArrays()).isEqualTo(before);
        }
    }

    @Test
    void perplexityOfAPolicyThatHasNone() {
        try (EvaluationMetrics metrics = load(List.of(perplexity()))) {
            Evaluation evaluation = evaluation(metrics, 8, 1);
            assertThatThrownBy(() -> run(evaluation, Split.VAL, samples.subList(0, 2), decoding(1), 0))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("causal_perplexity: the policy is no GPT-2 model");
        }
    }

    @Test
    void perplexityIsThatOfThePolicyInMemory() {
        Path folder = Goldens.golden("models/gpt2-tiny");
        List<Sample> prompts = new ArrayList<>();
        for (String prompt : List.of("A man wearing a hat", "Two dogs", "", "a")) {
            prompts.add(
                    new Sample("s", prompt, List.of("Two dogs play.", "A man wearing a hat."), NullNode.getInstance()));
        }
        List<String> texts =
                prompts.stream().flatMap(sample -> sample.references().stream()).toList();
        try (LanguageModel gpt2 = LanguageModel.load(folder, ModelType.CAUSAL, Device.cpu());
                Tokenizer own = Tokenizer.load(folder);
                EvaluationMetrics metrics = load(List.of(perplexity(), new MetricConfig.Diversity(100)))) {
            int end = own.eosId().orElseThrow();
            Evaluation evaluation = plain(gpt2, new PolicyText(own, end), 12, Side.LEFT, 3, metrics, 1);
            EvaluationResult before = run(evaluation, Split.VAL, prompts, decoding(1, 8), 0);
            // of transformers' generate; an empty prompt is the end token
            assertThat(before.samples())
                    .extracting(EvaluatedSample::text)
                    .containsExactly(
                            " is preps a pool",
                            " are playing in a bench.",
                            "ersonigerle in a bus",
                            "lder man in a blue shirt is standing");
            assertThat(before.corpus().get("fluency_metrics/perplexity"))
                    .isEqualTo(CausalPerplexity.of(gpt2, own, texts, 16, Fidelity.REFERENCE));
            assertThat(run(evaluation, Split.TRAIN, prompts, decoding(1, 8), 0).corpus())
                    .doesNotContainKey("fluency_metrics/perplexity")
                    .containsKey("diversity_metrics/distinct-1");
            Torch.noGrad(() -> {
                NDArray gain = gpt2.parameters().get("transformer.ln_f.weight");
                return gain.muli(0.5f);
            });
            EvaluationResult after = run(evaluation, Split.VAL, prompts, decoding(1, 8), 1);
            assertThat(after.corpus().get("fluency_metrics/perplexity"))
                    .isNotEqualTo(before.corpus().get("fluency_metrics/perplexity"));
        }
    }

    @Test
    void onlyTheFirstSentencesWhereThatIsAsked() {
        PolicyText text = new PolicyText(tokenizer, END);
        int[] tokens = tokenizer.encode("the van is stopped. the mouse hides. a child flies. the taxi is cleaned.");
        assertThat(text.output(tokens, PostProcessing.THREE_SENTENCE_SUMMARY))
                .isEqualTo("the van is stopped.\nthe mouse hides.\na child flies.");
        assertThat(text.output(tokens, PostProcessing.NONE)).endsWith("the taxi is cleaned.");
    }

    private static MetricConfig perplexity() {
        return new MetricConfig.CausalPerplexity(Optional.empty(), 16, false, Optional.empty());
    }

    private static EvaluationMetrics load(List<MetricConfig> metrics) {
        return EvaluationMetrics.load(metrics, Fidelity.REFERENCE, Device.cpu());
    }

    private static Evaluation evaluation(EvaluationMetrics metrics, int maxRows, long seed) {
        return plain(model, new PolicyText(tokenizer, END), 64, Side.RIGHT, maxRows, metrics, seed);
    }

    private static EvaluationResult run(
            Evaluation evaluation, Split split, List<Sample> some, GenerationConfig config, long step) {
        return evaluation.run(split, some, config, step, done -> {}, () -> false);
    }

    private static GenerationConfig decoding(int beams) {
        return decoding(beams, 24);
    }

    private static GenerationConfig decoding(int beams, int maxNewTokens) {
        return config(false, beams, maxNewTokens);
    }

    private static GenerationConfig sampling(int beams) {
        return config(true, beams, 24);
    }

    private static GenerationConfig config(boolean doSample, int beams, int maxNewTokens) {
        return new GenerationConfig(
                doSample, OptionalInt.of(maxNewTokens), 20, 0, 1.2, 50, 1, 1, 0, beams, 1, false, PostProcessing.NONE);
    }

    /** With generators that mask nothing. */
    private static Evaluation plain(
            LanguageModel policy,
            PolicyText text,
            int maxPromptTokens,
            Side side,
            int maxRows,
            EvaluationMetrics metrics,
            long seed) {
        Evaluation.GeneratorMaker generators =
                (config, limits, random) -> new Generator(policy, config, limits, text.endToken(), maxRows, random);
        return new Evaluation(policy, text, maxPromptTokens, side, maxRows, metrics, generators, seed);
    }
}
