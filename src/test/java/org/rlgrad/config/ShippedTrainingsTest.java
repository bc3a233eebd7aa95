// Longer than most: every key of seven datasets and five algorithms, made a second time from the table.
package org.rlgrad.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rlgrad.config.ActionMaskConfig.MaskType;
import org.rlgrad.config.AlgorithmConfig.Nlpo;
import org.rlgrad.config.AlgorithmConfig.Ppo;
import org.rlgrad.config.AlgorithmConfig.PpoArgs;
import org.rlgrad.config.AlgorithmConfig.Reinforce;
import org.rlgrad.config.AlgorithmConfig.ReinforceArgs;
import org.rlgrad.config.AlgorithmConfig.Supervised;
import org.rlgrad.config.GenerationConfig.PostProcessing;
import org.rlgrad.config.MetricConfig.BertScore;
import org.rlgrad.config.MetricConfig.CausalPerplexity;
import org.rlgrad.config.MetricConfig.LearnedReward;
import org.rlgrad.config.MetricConfig.RougeLMax;
import org.rlgrad.config.MetricConfig.SacreBleu;
import org.rlgrad.config.ModelConfig.ModelType;
import org.rlgrad.config.OnPolicyConfig.Env;
import org.rlgrad.config.OnPolicyConfig.Iterations;
import org.rlgrad.config.OnPolicyConfig.KlDivergence;
import org.rlgrad.config.OnPolicyConfig.Policy;
import org.rlgrad.config.OnPolicyConfig.Probe;
import org.rlgrad.config.TrainingArguments.Schedule;

/** Every value of the files in {@code configs/training}, against {@link TrainingTables}. */
class ShippedTrainingsTest {
    private static final Path FOLDER = Path.of("configs", "training");

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    static List<Map<String, String>> onPolicy() {
        return TrainingTables.rows(TrainingTables.ON_POLICY);
    }

    static List<Map<String, String>> supervised() {
        return TrainingTables.rows(TrainingTables.SUPERVISED);
    }

    static List<Map<String, String>> reinforce() {
        return onPolicy().stream()
                .filter(row -> row.get("algorithm").equals("ppo"))
                .toList();
    }

    @Test
    void thereIsAFileForEachRowAndNoOther() throws IOException {
        List<Path> expected = new ArrayList<>();
        onPolicy().forEach(row -> expected.add(file(row.get("dataset"), row.get("algorithm"))));
        supervised().forEach(row -> expected.add(file(row.get("dataset"), "supervised")));
        reinforce().forEach(row -> expected.add(file(row.get("dataset"), "reinforce")));
        assertThat(expected).hasSize(42);
        assertThat(files()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("onPolicy")
    void onPolicyFilesSayWhatThePaperUsed(Map<String, String> row) {
        String dataset = row.get("dataset");
        String algorithm = row.get("algorithm");
        PpoArgs args = new PpoArgs(
                Integer.parseInt(row.get("n_steps")),
                64,
                5,
                Double.parseDouble(row.get("lr")),
                0.99,
                0.95,
                0.2,
                OptionalDouble.empty(),
                true,
                number(row.get("ent_coef"), 0),
                0.5,
                0.5,
                OptionalDouble.empty(),
                false,
                PpoArgs.Minibatches.TOKENS);
        boolean onSupervised = algorithm.endsWith("_on_supervised");
        OnPolicyConfig common = common(
                row,
                10,
                onSupervised ? "auto" : shared(dataset).get("tokenizer"),
                sampling(
                        integer(row.get("top_k"), 50),
                        integer(row.get("min_length"), 0),
                        optionalInteger(row.get("max_new"))),
                new Iterations(
                        Integer.parseInt(row.get("n_iters")),
                        Integer.parseInt(row.get("eval_every")),
                        Integer.parseInt(row.get("save_every")),
                        1,
                        new Probe(8, 4)));
        assertThat(number(row.get("temp"), 1))
                .as("the temperature of all of them")
                .isEqualTo(1);
        AlgorithmConfig expected = algorithm.startsWith("ppo")
                ? new Ppo(common, args)
                : new Nlpo(
                        common,
                        args,
                        new ActionMaskConfig(
                                MaskType.LEARNED_TOP_P,
                                Double.parseDouble(row.get("top_mask")),
                                integer(row.get("min_keep"), 100),
                                Integer.parseInt(row.get("refresh"))));
        check(dataset, algorithm, pool(dataset), expected, evaluation(dataset, row, false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reinforce")
    void reinforceDiffersFromPpoInLittle(Map<String, String> row) {
        String dataset = row.get("dataset");
        OptionalInt maxNew = optionalInteger(row.get("max_new"));
        Reinforce expected = new Reinforce(
                common(
                        row,
                        1,
                        shared(dataset).get("tokenizer"),
                        sampling(0, 0, maxNew.isPresent() ? maxNew : OptionalInt.of(50)),
                        new Iterations(1000, 100, 50, 1, new Probe(8, 4))),
                new ReinforceArgs(
                        16, 4, ReinforceArgs.Baseline.LEAVE_ONE_OUT, 0.9, Double.parseDouble(row.get("lr")), 0, 0.5));
        check(dataset, "reinforce", pool(dataset), expected, evaluation(dataset, row, false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("supervised")
    void supervisedFilesSayWhatThePaperUsed(Map<String, String> row) {
        String dataset = row.get("dataset");
        TrainingArguments args = new TrainingArguments(
                Integer.parseInt(row.get("batch")),
                Double.parseDouble(row.get("lr")),
                Schedule.valueOf(row.get("schedule").toUpperCase(Locale.ROOT)),
                0,
                number(row.get("weight_decay"), 0),
                0.9,
                0.999,
                1e-8,
                1,
                Integer.parseInt(row.get("epochs")),
                integer(row.get("max_steps"), -1),
                Integer.parseInt(row.get("logging_steps")),
                500,
                1,
                true);
        Supervised expected = new Supervised(
                type(dataset),
                shared(dataset).get("tokenizer"),
                Supervised.InitialWeights.PRETRAINED,
                generation(row.get("train")),
                args);
        PoolArgs pool = dataset.equals("imdb") ? new PoolArgs.ImdbSeq2Seq(42, 1.0) : pool(dataset);
        assertThat(pool.id()).isEqualTo(row.get("pool"));
        check(dataset, "supervised", pool, expected, evaluation(dataset, row, true));
    }

    private static void check(
            String dataset, String algorithm, PoolArgs pool, AlgorithmConfig alg, TrainEvaluationConfig evaluation) {
        Map<String, String> shared = shared(dataset);
        TokenizerConfig tokenizer = new TokenizerConfig(
                shared.get("tokenizer"),
                Side.LEFT,
                side(shared.get("truncation")),
                type(dataset) == ModelType.CAUSAL,
                OptionalInt.of(Integer.parseInt(shared.get("max_length"))));
        ConfigFile.Loaded<TrainConfig> loaded = ConfigFile.train(file(dataset, algorithm), List.of());
        assertThat(loaded.config())
                .isEqualTo(new TrainConfig(
                        tokenizer,
                        new TrainDatapoolConfig(pool, -1, -1, Optional.empty(), Split.TRAIN),
                        alg,
                        evaluation,
                        Fidelity.REFERENCE,
                        0));
        assertThat(loaded.warnings()).isEmpty();
    }

    private static OnPolicyConfig common(
            Map<String, String> row, int nEnvs, String model, GenerationConfig generation, Iterations iterations) {
        String dataset = row.get("dataset");
        Map<String, String> shared = shared(dataset);
        return new OnPolicyConfig(
                reward(dataset, shared.get("reward")),
                new Env(
                        nEnvs,
                        Integer.parseInt(shared.get("P")),
                        Integer.parseInt(shared.get("C")),
                        optionalInteger(shared.get("start token")),
                        side(shared.get("env truncation"))),
                new Policy(type(dataset), model, generation, side(row.get("eval truncation")), 1e-6),
                new KlDivergence(
                        Double.parseDouble(row.get("kl")),
                        OptionalDouble.of(Double.parseDouble(row.get("target"))),
                        false),
                iterations);
    }

    private static TrainEvaluationConfig evaluation(String dataset, Map<String, String> row, boolean supervised) {
        String evaluation = (supervised ? row : shared(dataset)).get("evaluation");
        return new TrainEvaluationConfig(
                Integer.parseInt(row.get("eval batch")),
                Arrays.stream(shared(dataset).get("metrics").split(", ", -1))
                        .distinct()
                        .map(id -> metric(dataset, id, supervised))
                        .toList(),
                evaluation.equals("-") ? Optional.empty() : Optional.of(generation(evaluation)),
                List.of(Split.TRAIN, Split.VAL, Split.TEST),
                -1);
    }

    private static RewardConfig reward(String dataset, String id) {
        return new RewardConfig.OfMetric(metric(dataset, id, false));
    }

    private static MetricConfig metric(String dataset, String id, boolean supervised) {
        return switch (id) {
            case "meteor" -> new MetricConfig.Meteor();
            case "meteor_common_gen_repeat_penalty" -> new MetricConfig.MeteorCommonGenRepeatPenalty();
            case "rouge" ->
                new MetricConfig.Rouge(!List.of("narrative_qa", "totto").contains(dataset));
            case "rouge_l_max" -> new RougeLMax(true, 100, RougeLMax.LimitType.WORDS, 0.5, 1.2, true);
            case "bleu" -> new MetricConfig.Bleu();
            case "sacre_bleu" ->
                new SacreBleu(dataset.equals("totto") ? SacreBleu.Tokenize.V13A : SacreBleu.Tokenize.INTL);
            case "ter" -> new MetricConfig.Ter();
            case "chrf" -> new MetricConfig.Chrf();
            case "bert_score" ->
                dataset.equals("iwslt2017") && !supervised
                        ? new BertScore(BertScore.Language.DE, "bert-base-multilingual-cased")
                        : new BertScore(BertScore.Language.EN, "roberta-large");
            case "diversity" -> new MetricConfig.Diversity(100);
            case "parent_totto" -> new MetricConfig.ParentTotto();
            case "bleu_totto" -> new MetricConfig.BleuTotto();
            case "intent_accuracy" ->
                new MetricConfig.IntentAccuracy("rajkumarrrk/roberta-daily-dialog-intent-classifier");
            case "causal_perplexity" ->
                new CausalPerplexity(
                        Optional.of("gpt2"),
                        dataset.equals("dialog") ? 128 : 512,
                        supervised && dataset.equals("imdb"),
                        Optional.empty());
            case "learned_reward" -> new LearnedReward("lvwerra/distilbert-imdb", 1, 100, true);
            default -> throw new IllegalArgumentException(id);
        };
    }

    private static PoolArgs pool(String dataset) {
        return switch (dataset) {
            case "narrative_qa" -> new PoolArgs.NarrativeQa();
            case "totto" -> new PoolArgs.Totto(PoolArgs.Totto.Representation.SUBTABLE);
            case "common_gen" -> new PoolArgs.CommonGen("generate a sentence with: ", " ", ".");
            case "iwslt2017" -> new PoolArgs.Iwslt2017EnDe("translate English to German: ", "");
            case "cnn" -> new PoolArgs.CnnDailyMail("Summarize: ", "", -1, -1);
            case "dialog" -> new PoolArgs.DailyDialog(5);
            case "imdb" -> new PoolArgs.Imdb(42, true);
            default -> throw new IllegalArgumentException(dataset);
        };
    }

    private static GenerationConfig sampling(int topK, int minLength, OptionalInt maxNew) {
        return new GenerationConfig(true, maxNew, 20, minLength, 1, topK, 1, 1, 0, 1, 1, false, PostProcessing.NONE);
    }

    /** {@code key=value, key=value}, with the library's defaults for the rest. */
    private static GenerationConfig generation(String kwargs) {
        Map<String, String> keys = new HashMap<>();
        for (String pair : kwargs.split(", ", -1)) {
            int equals = pair.indexOf('=');
            keys.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        GenerationConfig config = new GenerationConfig(
                Boolean.parseBoolean(keys.remove("do_sample")),
                optionalInteger(keys.getOrDefault("max_new_tokens", "-")),
                20,
                integer(keys.getOrDefault("min_length", "-"), 0),
                number(keys.getOrDefault("temperature", "-"), 1),
                integer(keys.getOrDefault("top_k", "-"), 50),
                1,
                1,
                0,
                integer(keys.getOrDefault("num_beams", "-"), 1),
                number(keys.getOrDefault("length_penalty", "-"), 1),
                false,
                PostProcessing.NONE);
        List.of("max_new_tokens", "min_length", "temperature", "top_k", "num_beams", "length_penalty")
                .forEach(keys::remove);
        assertThat(keys).as("keys of the table that nobody reads").isEmpty();
        return config;
    }

    private static Map<String, String> shared(String dataset) {
        return TrainingTables.row(TrainingTables.DATASETS, dataset);
    }

    private static Path file(String dataset, String algorithm) {
        String model = type(dataset) == ModelType.CAUSAL ? "gpt2" : "t5";
        return FOLDER.resolve(dataset).resolve(model + "_" + algorithm + ".yml");
    }

    private static ModelType type(String dataset) {
        return shared(dataset).get("tokenizer").contains("gpt2") ? ModelType.CAUSAL : ModelType.SEQ2SEQ;
    }

    private static Side side(String text) {
        return text.equals("right") ? Side.RIGHT : Side.LEFT;
    }

    private static int integer(String text, int absent) {
        return text.equals("-") ? absent : Integer.parseInt(text);
    }

    private static double number(String text, double absent) {
        return text.equals("-") ? absent : Double.parseDouble(text);
    }

    private static OptionalInt optionalInteger(String text) {
        return text.equals("-") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    }
}
