package org.rlgrad.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.rlgrad.Failure;
import org.rlgrad.config.MetricConfig.BertScore;
import org.rlgrad.config.MetricConfig.LearnedReward;
import org.rlgrad.config.MetricConfig.SacreBleu;
import org.rlgrad.config.RewardConfig.OfMetric;
import org.rlgrad.config.RewardConfig.RougeType;
import org.rlgrad.config.RewardConfig.WithRepeatPenalty;

class RewardReaderTest {
    private static final OfMetric METEOR = new OfMetric(new MetricConfig.Meteor());
    private static final String INTENT_MODEL = "rajkumarrrk/roberta-daily-dialog-intent-classifier";

    static Stream<Arguments> readings() {
        return Stream.of(
                Arguments.of("id: meteor", METEOR),
                Arguments.of("{id: meteor, args: {shaping_fn: null}}", METEOR),
                Arguments.of(
                        "{id: meteor, args: {shaping_fn: common_gen_repeat_penalty}}", new WithRepeatPenalty(METEOR)),
                Arguments.of(
                        "{id: rouge, args: {rouge_type: rougeLsum}}",
                        new RewardConfig.Rouge(RougeType.ROUGE_LSUM, true)),
                Arguments.of(
                        "{id: rouge, args: {rouge_type: rouge1, use_single_ref: false,"
                                + " shaping_fn: common_gen_repeat_penalty}}",
                        new WithRepeatPenalty(new RewardConfig.Rouge(RougeType.ROUGE_1, false))),
                Arguments.of("id: rouge_combined", new RewardConfig.RougeCombined()),
                Arguments.of(
                        "{id: rouge_combined, args: {shaping_fn: common_gen_repeat_penalty}}",
                        new WithRepeatPenalty(new RewardConfig.RougeCombined())),
                Arguments.of(
                        "{id: rouge_l_max, args: {max_n: 4, apply_best: \"True,\", length_limit: 100,"
                                + " length_limit_type: words, weight_factor: 1.2}}",
                        new OfMetric(new MetricConfig.RougeLMax(
                                true, 100, MetricConfig.RougeLMax.LimitType.WORDS, 0.5, 1.2, true))),
                Arguments.of("id: bleu", new OfMetric(new MetricConfig.Bleu())),
                Arguments.of(
                        "{id: sacre_bleu, args: {tokenize: intl}}",
                        new OfMetric(new SacreBleu(SacreBleu.Tokenize.INTL))),
                Arguments.of("id: chrf", new OfMetric(new MetricConfig.Chrf())),
                Arguments.of("id: ter", new RewardConfig.Ter()),
                Arguments.of("id: parent", new RewardConfig.Parent()),
                Arguments.of("id: bert_score", new OfMetric(new BertScore(BertScore.Language.EN, "roberta-large"))),
                Arguments.of(
                        "{id: bert_score, args: {language: de, model_name: here}}",
                        new OfMetric(new BertScore(BertScore.Language.DE, "here"))),
                Arguments.of(
                        "{id: learned_reward, args: {model_name: a/b, label_ix: 1, include_prompt_for_eval: true}}",
                        new OfMetric(new LearnedReward("a/b", 1, 100, true))),
                Arguments.of("id: intent_accuracy", new RewardConfig.IntentAccuracy(INTENT_MODEL, true, 1, 1)),
                Arguments.of(
                        "{id: intent_accuracy, args: {shape: false, intent_coeff: 0.5, auto_coeff: -2}}",
                        new RewardConfig.IntentAccuracy(INTENT_MODEL, false, 0.5, -2)),
                Arguments.of(
                        "{id: increasing_numbers, args: {min_tokens: 20}}", new RewardConfig.IncreasingNumbers(20)),
                Arguments.of("id: sentences_with_dates", new RewardConfig.SentencesWithDates()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readings")
    void readsAndReadsBack(String yaml, RewardConfig expected) {
        Problems problems = new Problems();
        RewardConfig read = read(yaml, problems);
        assertThat(messages(problems)).isEmpty();
        assertThat(read).isEqualTo(expected);
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("id", read.id());
        written.put("args", RewardReader.args(read));
        assertThat(read(ResolvedConfig.dump(written), problems)).isEqualTo(expected);
        assertThat(messages(problems)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id: spider | reward_fn.id: spider is not supported, because it is made of SPICE",
                "id: bleurt | reward_fn.id: bleurt is not supported, because it needs a BLEURT checkpoint",
                "id: common_gen_preference_model | common_gen_preference_model is not supported, because it needs a",
                "id: common_gen_repeat_penalty | because it only shapes another reward: name it as args.shaping_fn",
                "id: common_gen_repeat_penalty_batched | because it only shapes the reward spider",
                "id: sacrebleu | unknown reward 'sacrebleu'; did you mean sacre_bleu?; there are meteor,",
                "id: diversity | unknown reward 'diversity'",
                "args: {} | reward_fn.id: missing",
                "{id: rouge} | reward_fn.args.rouge_type: missing",
                "{id: rouge, args: {rouge_type: rougel}} | must be one of rouge1, rouge2, rougeL, rougeLsum, is 'rougel'",
                "{id: meteor, args: {shaping_fn: x}} | shaping_fn: must be common_gen_repeat_penalty, is 'x'",
                "{id: ter, args: {shaping_fn: common_gen_repeat_penalty}} | reward_fn.args.shaping_fn: unknown key",
                "{id: meteor, arg: {}} | reward_fn.arg: unknown key; did you mean args?",
                "{id: learned_reward, args: {model_name: _, label_ix: 1}} | '_' is a placeholder",
                "{id: sacre_bleu, args: {tokenise: intl}} | reward_fn.args.tokenise: unknown key",
            })
    void whatIsWrongIsSaid(String yaml, String message) {
        Problems problems = new Problems();
        read(yaml, problems);
        assertThat(messages(problems)).hasSize(1).first().asString().contains(message);
    }

    @Test
    void anotherPlaceOfTheModel() {
        RewardConfig learned = new OfMetric(new LearnedReward("a", 1, 2, true));
        assertThat(learned.model()).contains("a");
        assertThat(learned.withModel("b").model()).contains("b");
        RewardConfig intent = new RewardConfig.IntentAccuracy("a", false, 2, 3);
        assertThat(intent.withModel("b")).isEqualTo(new RewardConfig.IntentAccuracy("b", false, 2, 3));
        assertThat(METEOR.withModel("b")).isEqualTo(METEOR);
        assertThat(new RewardConfig.Ter().model()).isEmpty();
    }

    @Test
    void rewardsThatOnePoolAloneCanHave() {
        PoolArgs totto = new PoolArgs.Totto(PoolArgs.Totto.Representation.SUBTABLE);
        PoolArgs dialog = new PoolArgs.DailyDialog(5);
        PoolArgs commonGen = new PoolArgs.CommonGen("generate a sentence with: ", " ", ".");
        RewardConfig parent = new RewardConfig.Parent();
        RewardConfig intent = new RewardConfig.IntentAccuracy("a", true, 1, 1);
        assertThat(PoolNeeds.unmetBy(totto, parent)).isEmpty();
        assertThat(PoolNeeds.unmetBy(dialog, parent))
                .contains("parent needs the tables of the data pool totto; the samples of daily_dialog have none");
        assertThat(PoolNeeds.unmetBy(dialog, intent)).isEmpty();
        assertThat(PoolNeeds.unmetBy(totto, intent)).isPresent();
        assertThat(PoolNeeds.unmetBy(commonGen, new WithRepeatPenalty(METEOR))).isEmpty();
        assertThat(PoolNeeds.unmetBy(new PoolArgs.CommonGen("summarize: ", " ", " "), new WithRepeatPenalty(METEOR)))
                .contains(
                        "common_gen_repeat_penalty needs datapool.args.prefix: \"generate a sentence with: \", which is"
                                + " \"summarize: \" here");
        assertThat(PoolNeeds.unmetBy(totto, new WithRepeatPenalty(METEOR))).isPresent();
        assertThat(PoolNeeds.unmetBy(totto, METEOR)).isEmpty();
    }

    private static RewardConfig read(String yaml, Problems problems) {
        Optional<ConfigValue> root =
                new YamlParser((line, column) -> new Position("x.yml", line, column), "", problems).parse(yaml);
        return RewardReader.read(BlockReader.of(root.orElseThrow(), "reward_fn", problems));
    }

    private static List<String> messages(Problems problems) {
        try {
            problems.throwIfAny("x.yml");
            return List.of();
        } catch (Failure e) {
            String[] lines = e.getMessage().split("\n");
            return Arrays.asList(lines).subList(1, lines.length);
        }
    }
}
