package org.rlgrad.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.rlgrad.config.ConfigTexts.VALID;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;

/** Every class of problem, with the whole message that a user sees. */
class ConfigProblemsTest {
    @TempDir
    private Path folder;

    private List<String> problems(String text) {
        return ConfigTexts.problems(folder, text);
    }

    private List<String> replacing(String what, String with) {
        assertThat(VALID).contains(what);
        return problems(VALID.replace(what, with));
    }

    @Test
    void aValidFileHasNone() {
        assertThat(problems(VALID)).isEmpty();
    }

    @Test
    void allAreReportedAtOnceInTheOrderOfTheFile() {
        String text = VALID.replace("max_length: 512", "max_lenght: 512")
                .replace("temperature: 1.0", "temperature: 0")
                .replace("id: commongen", "id: common_gen")
                .replace("id: meteor", "id: metoer")
                .replace("eval_batch_size: 4", "eval_batch_size: many");
        assertThat(problems(text))
                .containsExactly(
                        "x.yml:3:3 tokenizer.max_lenght: unknown key; did you mean max_length?",
                        "x.yml:5:7 datapool.id: unknown data pool 'common_gen'; did you mean commongen?; there are"
                                + " narrative_qa, totto, commongen, iwslt2017en_de, cnn_daily_mail, daily_dialog, imdb,"
                                + " imdb_seq2seq, prompts",
                        "x.yml:12:18 alg.generation_kwargs.temperature: must be above 0, is 0",
                        "x.yml:14:20 evaluation.eval_batch_size: expected a whole number, is the text 'many'",
                        "x.yml:17:11 evaluation.metrics.0.id: unknown metric 'metoer'; did you mean meteor?; there are"
                                + " meteor, meteor_common_gen_repeat_penalty, rouge, rouge_l_max, bleu, sacre_bleu, chrf, ter,"
                                + " cider, bert_score, diversity, causal_perplexity, intent_accuracy, parent_totto,"
                                + " bleu_totto, learned_reward");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            temperature: 1.0 | top_p: 0       | 12:12 alg.generation_kwargs.top_p: must be above 0 and at most 1, is 0
            temperature: 1.0 | top_p: 1.01    | 12:12 alg.generation_kwargs.top_p: must be above 0 and at most 1, is 1.01
            temperature: 1.0 | top_p: .nan    | 12:12 alg.generation_kwargs.top_p: must be above 0 and at most 1, is .nan
            temperature: 1.0 | temperature: -1 | 12:18 alg.generation_kwargs.temperature: must be above 0, is -1
            temperature: 1.0 | temperature: hot | 12:18 alg.generation_kwargs.temperature: expected a number, is the text 'hot'
            temperature: 1.0 | temperature: '1.0,' | 12:18 alg.generation_kwargs.temperature: expected a number, is the text '1.0,'; YAML takes no comma at the end of a line
            temperature: 1.0 | length_penalty: .inf | 12:21 alg.generation_kwargs.length_penalty: must be a finite number, is .inf
            temperature: 1.0 | top_k: -1      | 12:12 alg.generation_kwargs.top_k: must be at least 0, is -1
            temperature: 1.0 | top_k: 2.5     | 12:12 alg.generation_kwargs.top_k: expected a whole number, is the number '2.5'
            temperature: 1.0 | top_k: 9999999999 | 12:12 alg.generation_kwargs.top_k: the whole number 9999999999 is too large
            temperature: 1.0 | top_k: [1]     | 12:12 alg.generation_kwargs.top_k: expected a whole number, is a list
            temperature: 1.0 | num_beams: 0   | 12:16 alg.generation_kwargs.num_beams: must be at least 1, is 0
            temperature: 1.0 | num_beams: 4   | 11:5 alg.generation_kwargs: num_beams 4 with do_sample: true (beam sampling) is not supported in an extraction; set num_beams: 1
            temperature: 1.0 | max_new_tokens: 0 | 12:21 alg.generation_kwargs.max_new_tokens: must be at least 1, is 0
            temperature: 1.0 | min_length: -2 | 12:17 alg.generation_kwargs.min_length: must be at least 0, is -2
            temperature: 1.0 | typical_p: 0.9 | 12:16 alg.generation_kwargs.typical_p: this generation argument is not supported
            temperature: 1.0 | early_stopping: maybe | 12:21 alg.generation_kwargs.early_stopping: expected true or false, is the text 'maybe'
            temperature: 1.0 | post_processing_fn: three | 12:25 alg.generation_kwargs.post_processing_fn: must be one of none, three_sentence_summary, is 'three'
            do_sample: true  | do_sample: False, | 11:16 alg.generation_kwargs.do_sample: expected true or false, is the text 'False,'; YAML takes no comma at the end of a line
            model_type: seq2seq | model_type: seq2sqe | 8:15 alg.model_type: must be one of causal, seq2seq, is 'seq2sqe'; did you mean seq2seq?
            model_type: seq2seq | model_type: {} | 8:15 alg.model_type: expected one of causal, seq2seq, is a mapping
            max_length: 512  | max_length: 0  | 3:15 tokenizer.max_length: must be at least 1, is 0
            max_length: 512  | padding_side: Left | 3:17 tokenizer.padding_side: must be one of left, right, is 'Left'; did you mean left?
            tokenizer:       | Tokenizer:     | 1:1 Tokenizer: unknown key; did you mean tokenizer?
            num_train_samples: 8 | num_train_samples: -8 | 6:22 datapool.num_train_samples: must be at least -1, is -8
            num_train_samples: 8 | split: validation | 6:10 datapool.split: must be one of train, val, test, is 'validation'
            num_train_samples: 8 | path: 7    | 6:9 datapool.path: expected text, is the whole number '7'; put it in quotes if it is meant
            num_train_samples: 8 | args: 7    | 6:9 datapool.args: expected keys with values, is the whole number '7'
            num_train_samples: 8 | args: {prefx: a} | 6:10 datapool.args.prefx: unknown key; did you mean prefix?
            id: commongen    | id: daily_dialog | 5:3 datapool.args.context_size: missing
            id: commongen    | id:            | 5:3 datapool.id: has no value
            id: commongen    | id: ' '        | 5:7 datapool.id: is blank
            id: commongen    | id: narrative_qa\\n  args: {a: 1} | 6:10 datapool.args.a: unknown key; no keys are expected here
            eval_batch_size: 4 | eval_batch_size: 0 | 14:20 evaluation.eval_batch_size: must be at least 1, is 0
            id: meteor       | id: rouge_l_max | none
            args: {}         | args: {alpha: 1} | 18:14 evaluation.metrics.0.args.alpha: unknown key; no keys are expected here
            args: {}         | arg: {}        | 18:7 evaluation.metrics.0.arg: unknown key; did you mean args?
            """)
    void oneProblem(String what, String with, String expected) {
        List<String> found = replacing(what, with.replace("\\n", "\n"));
        assertThat(found).isEqualTo(expected.equals("none") ? List.of() : List.of("x.yml:" + expected));
    }

    @Test
    void missingKeysAndBlocks() {
        assertThat(problems("seed: 3\n"))
                .containsExactly(
                        "x.yml:1:1 alg: missing",
                        "x.yml:1:1 evaluation: missing",
                        "x.yml:1:1 tokenizer: missing",
                        "x.yml:1:1 datapool: missing");
        assertThat(replacing("  eval_batch_size: 4\n", ""))
                .containsExactly("x.yml:14:3 evaluation.eval_batch_size: missing");
        assertThat(replacing("model_name: t5-base\n  gen", "gen")).containsExactly("x.yml:8:3 alg.model_name: missing");
    }

    @Test
    void metricsListEmptyOrNoList() {
        assertThat(replacing("    - id: meteor\n      args: {}\n", "    []\n"))
                .containsExactly("x.yml:17:5 evaluation.metrics: the list is empty");
        assertThat(replacing("    - id: meteor\n      args: {}\n", "    id: meteor\n"))
                .containsExactly("x.yml:17:5 evaluation.metrics: expected a list, is a mapping");
        assertThat(replacing("- id: meteor\n      args: {}\n", "- meteor\n"))
                .containsExactly("x.yml:17:7 evaluation.metrics.0: expected keys with values, is the text 'meteor'");
    }

    @Test
    void argumentsOfMetrics() {
        assertThat(replacing(
                        "- id: meteor\n      args: {}",
                        "- id: rouge_l_max\n      args: {alpha: 1.5, weight_factor: 0}"))
                .containsExactly(
                        "x.yml:18:21 evaluation.metrics.0.args.alpha: must be between 0 and 1, is 1.5",
                        "x.yml:18:41 evaluation.metrics.0.args.weight_factor: must be above 0, is 0");
        assertThat(replacing("- id: meteor\n      args: {}", "- id: sacre_bleu\n      args: {tokenize: zh}"))
                .containsExactly("x.yml:18:24 evaluation.metrics.0.args.tokenize: must be one of 13a, intl, is 'zh'");
        assertThat(replacing("- id: meteor\n      args: {}", "- id: learned_reward\n      args: {model_name: _}"))
                .containsExactly(
                        "x.yml:18:13 evaluation.metrics.0.args.label_ix: missing",
                        "x.yml:18:13 evaluation.metrics.0.args.batch_size: missing",
                        "x.yml:18:26 evaluation.metrics.0.args.model_name: '_' is a placeholder; put a checkpoint's"
                                + " folder or hub id in its place");
    }

    @Test
    void duplicateKeys() {
        assertThat(replacing("id: commongen", "id: commongen\n  id: totto"))
                .containsExactly("x.yml:6:3 datapool.id: given twice, first at x.yml:5:3");
    }

    @Test
    void blocksOfATrainingFile() {
        assertThat(problems(VALID + "env:\n  n_envs: 10\n"))
                .containsExactly("x.yml:20:3 env: belongs to a training configuration, this should be one of an"
                        + " extraction");
    }

    @Test
    void aCausalModelNeedsRoomForNewTokens() {
        assertThat(replacing("seq2seq", "causal"))
                .containsExactly("x.yml:11:5 alg.generation_kwargs: max_new_tokens is missing: for a causal model"
                        + " max_length (20) counts the padded prompt and leaves no room for new tokens");
        assertThat(problems(VALID.replace("seq2seq", "causal").replace("temperature: 1.0", "max_length: 520")))
                .isEmpty();
    }

    @Test
    void aMinimumAboveTheMaximumIsAWarning() {
        String text = VALID.replace("temperature: 1.0", "min_length: 12\n    max_new_tokens: 10");
        assertThat(ConfigTexts.read(folder, text).warnings())
                .singleElement()
                .asString()
                .endsWith(
                        "alg.generation_kwargs: min_length 12 is above max_new_tokens 10: no output can end by itself");
    }

    @Test
    void identicalSamplesAreAWarning() {
        assertThat(ConfigTexts.read(folder, VALID.replace("do_sample: true", "do_sample: false"))
                        .warnings())
                .singleElement()
                .asString()
                .endsWith("x.yml:15:26 evaluation.num_samples_per_input: without do_sample: true all 10 outputs of an"
                        + " input are the same text");
        assertThat(ConfigTexts.read(folder, VALID).warnings()).isEmpty();
    }

    @Test
    void notAMapping() {
        assertThat(problems("- a\n")).containsExactly("x.yml:1:1: expected keys with values, is a list");
        assertThat(problems("hello\n")).containsExactly("x.yml:1:1: expected keys with values, is the text 'hello'");
        assertThat(problems("")).containsExactly("x.yml:1:1: the file is empty");
        assertThat(problems("# only a comment\n")).containsExactly("x.yml:1:1: the file is empty");
    }

    @Test
    void syntax() {
        assertThat(problems("a: [1,\nb: 2\n"))
                .containsExactly("x.yml:3:1: cannot be read as YAML: while parsing a flow sequence that begins in line"
                        + " 1, expected ',' or ']', but got <stream end>");
        assertThat(problems("a:\n\tb: 1\n"))
                .singleElement()
                .asString()
                .startsWith("x.yml:2:1: cannot be read as YAML:")
                .endsWith("; indent with spaces");
        assertThat(problems("a: 1\n---\nb: 2\n")).singleElement().asString().startsWith("x.yml:2:1: cannot be read");
        assertThat(problems("a: \u0001\n"))
                .containsExactly("x.yml:1:4: cannot be read as YAML: character U+0001 is not allowed");
        assertThat(replacing("id: commongen", "id: !pool commongen"))
                .containsExactly("x.yml:5:7 datapool.id: the tag !pool is not understood; leave it out");
        assertThat(problems("a: !!python/object:os.system x\n"))
                .containsExactly("x.yml:1:4: cannot be read as YAML: Global tag is not allowed:"
                        + " tag:yaml.org,2002:python/object:os.system");
    }

    @Test
    void hostileFilesEndInAMessage() {
        String bomb =
                """
                a: &a [x, x, x, x, x, x, x, x, x, x]
                b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
                c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
                d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
                e: [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
                """;
        assertThat(problems(bomb)).singleElement().asString().endsWith("more than 10000 values");
        assertThat(problems("a: &a [*a]\n")).singleElement().asString().contains("nested too deeply");
        assertThat(problems("a: " + "[".repeat(5000)))
                .singleElement()
                .asString()
                .contains("Nesting Depth exceeded");
        assertThat(problems("a: b # " + "x".repeat(1 << 20)))
                .containsExactly("x.yml:1:1: the file is larger than 1 MiB: no configuration");
    }

    /** Found before anything is generated. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "parent_totto | parent_totto needs the tables of the data pool totto; the samples of commongen have none",
                "intent_accuracy | intent_accuracy needs the intents of the data pool daily_dialog",
                "meteor_common_gen_repeat_penalty | needs datapool.args.prefix: \"generate a sentence with: \"",
            })
    void metricsThatThePoolCannotFeed(String id, String message) {
        assertThat(ConfigTexts.problems(folder, VALID, "evaluation.metrics.0.id=" + id))
                .singleElement()
                .asString()
                .startsWith("x.yml:17:5 evaluation.metrics: ")
                .contains(message);
        assertThat(ConfigTexts.problems(folder, VALID, "evaluation.metrics.0.id=" + id, "datapool.id=none"))
                .as("an unknown pool is problem enough")
                .hasSize(1);
    }

    @Test
    void notUtf8() throws IOException {
        Path file = folder.resolve("x.yml");
        Files.write(file, "a: b\nc: \u00fc\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(ConfigTexts.problemsOf(file)).containsExactly("x.yml:2:4: the file is not UTF-8 text");
    }

    @Test
    void aByteOrderMarkIsIgnored() {
        assertThat(problems("\uFEFF" + VALID)).isEmpty();
    }

    @Test
    void noSuchFile() {
        Path absent = folder.resolve("absent.yml");
        assertThatThrownBy(() -> ConfigFile.extractSamples(absent, List.of()))
                .hasMessage(absent + ": no such configuration file")
                .extracting(e -> ((Failure) e).exitCode())
                .isEqualTo(ExitCode.NO_INPUT);
        assertThatThrownBy(() -> ConfigFile.extractSamples(folder, List.of()))
                .hasMessage(folder + ": is a folder; name a configuration file in it");
    }

    @Test
    void theHeadingCounts() {
        assertThatThrownBy(() -> ConfigTexts.read(folder, VALID.replace("1.0", "0")))
                .hasMessageStartingWith("a problem in the configuration " + folder.resolve("x.yml") + "\n");
        assertThatThrownBy(() -> ConfigTexts.read(folder, "seed: 1"))
                .hasMessageStartingWith("4 problems in the configuration ");
    }
}
