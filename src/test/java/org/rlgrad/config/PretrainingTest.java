package org.rlgrad.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PretrainingTest {
    private static final Path FOLDER = Path.of("configs", "controlled");

    private final ControlledConfig template =
            experiments("mlp_mnist_pretrain.yml").get(0);
    private final String name = template.experimentName();

    private static List<ControlledConfig> experiments(String file, String... settings) {
        return ConfigFile.controlled(FOLDER.resolve(file), List.of(settings))
                .config()
                .experiments();
    }

    private static List<ControlledConfig> finetuning(String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("opt_method=supervised");
        return experiments("mlp_mnist_finetune.yml", all.toArray(String[]::new));
    }

    private List<String> names(String... settings) {
        return finetuning(settings).stream()
                .map(f -> Pretraining.pretrainingFor(f, template).experimentName())
                .toList();
    }

    private List<String> mismatches(String... settings) {
        return Pretraining.mismatches(template, finetuning(settings).get(0));
    }

    @Test
    void theTemplateIfNothingDiffers() {
        assertThat(Pretraining.pretrainingFor(finetuning().get(0), template)).isEqualTo(template);
        assertThat(mismatches()).isEmpty();
    }

    @Test
    void everySeedHasItsOwn() {
        assertThat(names("seeds=[1, 2]")).containsExactly(name + "_seed_1", name + "_seed_2");
        assertThat(names("repetitions=2")).containsExactly(name, name + "_random_seed_1");
        assertThat(names("samples_rnd_seed=[192, 5]")).containsExactly(name, name + "_samples_rnd_seed_5");
        ControlledConfig finetuning = finetuning("seeds=[7]").get(0);
        ControlledConfig pretraining = Pretraining.pretrainingFor(finetuning, template);
        assertThat(pretraining.seed()).isEqualTo(7);
        assertThat(pretraining.initRndSeed()).isEqualTo(7);
        assertThat(pretraining.data().samplesRndSeed()).isEqualTo(7);
        assertThat(Pretraining.mismatches(pretraining, finetuning)).isEmpty();
    }

    @Test
    void whatTheModelSeesComesFromTheFinetuning() {
        ControlledConfig finetuning = finetuning(
                        "num_labels_per_sample=3",
                        "num_train_samples=50",
                        "mlp_hidden_layer_sizes=[8]",
                        "logits_temperature=0.5",
                        "path=somewhere",
                        "gpu_ids=[1]",
                        "epochs=2",
                        "lr=0.5",
                        "batch_size=7")
                .get(0);
        ControlledConfig pretraining = Pretraining.pretrainingFor(finetuning, template);
        assertThat(Pretraining.mismatches(pretraining, finetuning)).isEmpty();
        assertThat(pretraining.experimentName())
                .isEqualTo(name + "_num_train_samples_50_num_labels_per_sample_3_mlp_hidden_layer_sizes_8"
                        + "_logits_temperature_0-5");
        assertThat(pretraining.data().path()).contains(Path.of("somewhere"));
        assertThat(pretraining.gpu()).contains(1);
        assertThat(pretraining.isPretraining()).isTrue();
        assertThat(pretraining.data().fracSamplesToModifyLabels()).isZero();
        assertThat(pretraining.epochs()).isEqualTo(1000);
        assertThat(pretraining.batchSize()).isEqualTo(512);
        assertThat(pretraining.optimizer()).isEqualTo(template.optimizer());
    }

    @Test
    void mismatchesNameKeyAndValues() {
        assertThat(mismatches("num_labels_per_sample=3", "samples_rnd_seed=-1", "random_seed=4"))
                .containsExactly(
                        "samples_rnd_seed (192 in the pretraining, 4 in the finetuning)",
                        "num_labels_per_sample (5 in the pretraining, 3 in the finetuning)");
        assertThat(mismatches(
                        "dataset=fmnist",
                        "num_train_samples=9",
                        "num_test_samples=8",
                        "mlp_hidden_layer_sizes=[3]",
                        "logits_temperature=2"))
                .hasSize(5);
        assertThat(mismatches("model_type=resnet18"))
                .containsExactly("model_type (mlp in the pretraining, resnet18 in the finetuning)");
        assertThat(mismatches("batch_size=9", "lr=1", "frac_samples_to_modify_labels=0.5", "init_rnd_seed=3"))
                .isEmpty();
        ControlledConfig finetuning = finetuning().get(0);
        assertThat(Pretraining.mismatches(finetuning, finetuning))
                .containsExactly("use_multiple_labels_per_sample (false in the pretraining, must be true)");
    }

    @Test
    void stsbNeedsTheSameTokenizer() {
        ControlledConfig pretraining = experiments("bert_stsb_pretrain.yml").get(0);
        ControlledConfig finetuning =
                experiments("bert_stsb_finetune.yml", "tokenizer=other").get(0);
        assertThat(Pretraining.mismatches(pretraining, finetuning))
                .containsExactly("tokenizer (prajjwal1/bert-mini in the pretraining, other in the finetuning)");
    }
}
