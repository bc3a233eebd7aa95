package org.rlgrad.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rlgrad.config.ConfigTexts.VALID;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.config.MetricConfig.Meteor;
import org.rlgrad.config.MetricConfig.SacreBleu;
import org.rlgrad.config.MetricConfig.SacreBleu.Tokenize;

class SettingTest {
    @TempDir
    private Path folder;

    private ExtractSamplesConfig read(String... settings) {
        return ConfigTexts.read(folder, VALID, settings).config();
    }

    private List<String> problems(String... settings) {
        return ConfigTexts.problems(folder, VALID, settings);
    }

    @Test
    void replacesAndAdds() {
        ExtractSamplesConfig config = read(
                "alg.generation_kwargs.top_k=0",
                "alg.generation_kwargs.top_p=0.9",
                "datapool.path=a=b/c d",
                "datapool.args.prefix='x: '",
                "fidelity=corrected",
                "seed=3",
                "seed=4");
        assertThat(config.alg().generationKwargs().topK()).isZero();
        assertThat(config.alg().generationKwargs().topP()).isEqualTo(0.9);
        assertThat(config.datapool().path()).isEqualTo(Optional.of(Path.of("a=b/c d")));
        assertThat(config.datapool().args()).isEqualTo(new PoolArgs.CommonGen("x: ", " ", " "));
        assertThat(config.fidelity()).isEqualTo(Fidelity.CORRECTED);
        assertThat(config.seed()).as("the last one wins").isEqualTo(4);
    }

    @Test
    void lists() {
        assertThat(read("evaluation.metrics.0.id=sacre_bleu").evaluation().metrics())
                .containsExactly(new SacreBleu(Tokenize.V13A));
        assertThat(read("evaluation.metrics.1={id: sacre_bleu, args: {tokenize: intl}}")
                        .evaluation()
                        .metrics())
                .containsExactly(new Meteor(), new SacreBleu(Tokenize.INTL));
        assertThat(read("evaluation.metrics.1.id=sacre_bleu").evaluation().metrics())
                .hasSize(2);
    }

    @Test
    void nothingMeansDefault() {
        assertThat(read("tokenizer.max_length=").tokenizer().maxLength()).isEmpty();
        assertThat(read("tokenizer.max_length=null").tokenizer().maxLength()).isEmpty();
    }

    @Test
    void mendsWhatIsWrongInTheFile() {
        String text = VALID.replace("temperature: 1.0", "temperature: 0");
        assertThat(ConfigTexts.problems(folder, text, "alg.generation_kwargs.temperature=1"))
                .isEmpty();
    }

    @Test
    void problemsNameTheSetting() {
        assertThat(problems(
                        "alg.generation_kwargs.temperature=0",
                        "alg.generation_kwargs.topk=5",
                        "seed",
                        "a..b=1",
                        "=1",
                        "evaluation.metrics.2.id=meteor",
                        "evaluation.metrics.x.id=meteor",
                        "evaluation.metrics.0.id=metoer",
                        "seed.x=1",
                        "datapool.args.prefix=a: b: c"))
                .satisfiesExactly(
                        p -> assertThat(p).isEqualTo("--set alg.generation_kwargs.temperature: must be above 0, is 0"),
                        p -> assertThat(p)
                                .isEqualTo("--set alg.generation_kwargs.topk: unknown key; did you mean top_k?"),
                        p -> assertThat(p).isEqualTo("--set seed: expected key.path=value"),
                        p -> assertThat(p).isEqualTo("--set a..b: expected key.path=value"),
                        p -> assertThat(p).isEqualTo("--set: expected key.path=value"),
                        p -> assertThat(p)
                                .isEqualTo("--set evaluation.metrics.2.id: evaluation.metrics is a list of 1 entry: '2'"
                                        + " must be a number from 0 to 1"),
                        p -> assertThat(p).startsWith("--set evaluation.metrics.x.id: evaluation.metrics is a list"),
                        p -> assertThat(p)
                                .startsWith("--set evaluation.metrics.0.id: unknown metric 'metoer'; did you mean"),
                        p -> assertThat(p).isEqualTo("--set seed: expected a whole number, is a mapping"),
                        p -> assertThat(p).startsWith("--set datapool.args.prefix: cannot be read as YAML: "));
    }

    @Test
    void noKeysBelowAScalar() {
        assertThat(problems("alg.model_name.x=1"))
                .containsExactly(
                        "--set alg.model_name.x: there are no keys below alg.model_name, which is the text 't5-base'");
    }
}
