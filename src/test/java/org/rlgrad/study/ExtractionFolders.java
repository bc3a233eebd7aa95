package org.rlgrad.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.rlgrad.config.ConfigFile;
import org.rlgrad.config.ResolvedConfig;
import org.rlgrad.report.AtomicFile;
import org.rlgrad.report.HashedFile;
import org.rlgrad.report.Provenance;
import org.rlgrad.report.RewardStatistics;
import org.rlgrad.report.RewardStatisticsFile;
import org.rlgrad.report.RunFolder;
import org.rlgrad.report.SampleRecord;
import org.rlgrad.report.SamplesFile;

/** Run folders as finished extractions and trainings leave them, without models: the weights are words. */
public final class ExtractionFolders {
    public static final String ROUGE = "lexical/rouge_l_max";
    public static final String METEOR = "lexical/meteor";

    private static final Path EXAMPLES = Path.of("configs", "smoke");

    private final Path base;

    public ExtractionFolders(Path base) {
        this.base = base;
    }

    /** A checkpoint's folder. */
    public Path model(String name, String weights) throws IOException {
        return checkpoint(base.resolve("models").resolve(name), weights);
    }

    private static Path checkpoint(Path folder, String weights) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"t5\", \"d_model\": 64}");
        Files.writeString(folder.resolve("model.safetensors"), weights);
        return folder;
    }

    /** The model of a finished training, {@code ppo} or {@code sft} of the built-in examples. */
    public Path trained(String name, String example, Path from, String weights) throws IOException {
        Path run = base.resolve("train").resolve(name);
        Path model = checkpoint(run.resolve(TrainingRun.MODEL), weights);
        String config = ResolvedConfig.toYaml(ConfigFile.train(EXAMPLES.resolve("train_" + example + ".yml"), List.of())
                .config());
        finish(run, config, modelFiles(from));
        return model;
    }

    /** An extraction with the example's configuration, changed by settings. */
    public Path extraction(String name, Path model, List<RewardStatistics> rows, String... settings)
            throws IOException {
        Path run = base.resolve("stats").resolve(name);
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("alg.model_name=" + model);
        String config = ResolvedConfig.toYaml(ConfigFile.extractSamples(EXAMPLES.resolve("extract_samples.yml"), all)
                .config());
        List<HashedFile> files = new ArrayList<>(modelFiles(model));
        files.add(file("tokenizer", "tokenizer.json", "words"));
        files.add(file("tokenizer", "tokenizer_config.json", "{}"));
        files.add(file("data", "train.jsonl", "questions"));
        Files.createDirectories(run);
        RewardStatisticsFile.write(run.resolve(ExtractionRun.STATISTICS), rows);
        finish(run, config, files);
        return run;
    }

    /** Writes samples that have the given statistics, for all metrics alike; no references. */
    public static void samples(Path run, List<RewardStatistics> rows) {
        Map<Integer, LinkedHashMap<String, double[]>> rewards = new LinkedHashMap<>();
        for (RewardStatistics row : rows) {
            double[] two = {row.mean() + row.stdPopulation(), row.mean() - row.stdPopulation()};
            rewards.computeIfAbsent(row.trainIndex(), index -> new LinkedHashMap<>())
                    .put(row.metric(), two);
        }
        List<SampleRecord> records = new ArrayList<>();
        rewards.forEach((index, byMetric) -> records.add(new SampleRecord(
                records.size(),
                index,
                "train_" + index,
                "prompt",
                List.of(),
                List.of("a", "b"),
                List.of(new int[] {1}, new int[] {2}),
                byMetric,
                new LinkedHashMap<>())));
        SamplesFile.write(run.resolve(SamplesFile.NAME), records);
    }

    /** Replaces a file's hash in a run's history by that of other content. */
    public static void changeHash(Path run, String role, String name) throws IOException {
        HashedFile old = Provenance.filesOf(run).stream()
                .filter(file -> file.role().equals(role) && file.name().equals(name))
                .findFirst()
                .orElseThrow();
        Path provenance = run.resolve(RunFolder.PROVENANCE);
        Files.writeString(
                provenance,
                Files.readString(provenance)
                        .replace(old.sha256(), "0".repeat(old.sha256().length())));
    }

    private static List<HashedFile> modelFiles(Path model) {
        return List.of(
                HashedFile.of("model", model.resolve("config.json")),
                HashedFile.of("model", model.resolve("model.safetensors")));
    }

    private HashedFile file(String role, String name, String content) throws IOException {
        Path path = Files.createDirectories(base.resolve("inputs")).resolve(name);
        Files.writeString(path, content);
        return HashedFile.of(role, path);
    }

    private static void finish(Path run, String config, List<HashedFile> files) throws IOException {
        Files.createDirectories(run);
        Files.writeString(run.resolve(RunFolder.CONFIG), config);
        Files.deleteIfExists(run.resolve(RunFolder.PROVENANCE));
        Provenance.begin(
                        run.resolve(RunFolder.PROVENANCE),
                        new Provenance.Run(config, Map.of("sampling", 0L), files),
                        new Provenance.Session(List.of(), Optional.empty(), Map.of(), "cpu"),
                        Instant.EPOCH)
                .end(Instant.EPOCH, Provenance.End.DONE, "", Map.of());
        AtomicFile.writeString(run.resolve(RunFolder.DONE), "");
    }

    /** Both metrics of inputs with train indices from 100 on; input i's samples are mean +- spread. */
    public static List<RewardStatistics> rows(double[] means, double[] spreads) {
        List<RewardStatistics> rows = new ArrayList<>();
        for (int i = 0; i < means.length; i++) {
            double[] rewards = new double[10];
            for (int j = 0; j < rewards.length; j++) {
                rewards[j] = means[i] + (j % 2 == 0 ? spreads[i] : -spreads[i]);
            }
            rows.add(RewardStatistics.of(100 + i, ROUGE, rewards));
            rows.add(RewardStatistics.of(100 + i, METEOR, new double[] {means[i] / 2, means[i] / 2 + spreads[i]}));
        }
        return rows;
    }

    /** Rows of random inputs, a third of them with a spread of 0; what finetuning adds grows with the spread. */
    public static List<RewardStatistics> random(int inputs, double effect) {
        Random random = new Random(9);
        double[] means = new double[inputs];
        double[] spreads = new double[inputs];
        for (int i = 0; i < inputs; i++) {
            spreads[i] = i % 3 == 0 ? 0 : 0.3 * random.nextDouble();
            means[i] = 0.6 * random.nextDouble() + effect * spreads[i] + effect * 0.05 * random.nextGaussian();
        }
        return rows(means, spreads);
    }
}
