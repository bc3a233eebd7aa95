// Longer than most: three kinds of input, one way through all of them.
package org.rlgrad.experiment;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.config.ConfigFile;
import org.rlgrad.config.DatapoolConfig;
import org.rlgrad.config.ExtractSamplesConfig;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.MetricConfig;
import org.rlgrad.config.NamedMetrics;
import org.rlgrad.data.Pool;
import org.rlgrad.data.Pools;
import org.rlgrad.data.Sample;
import org.rlgrad.data.TextPairs;
import org.rlgrad.hub.DatasetLocation;
import org.rlgrad.metric.NltkWordTokenizer;
import org.rlgrad.report.RewardStatistics;
import org.rlgrad.report.RewardStatisticsFile;
import org.rlgrad.report.RunFolder;
import org.rlgrad.report.SampleRecord;
import org.rlgrad.report.SamplesFile;
import org.rlgrad.report.ScoreTable;
import org.rlgrad.reward.CorpusValues;
import org.rlgrad.reward.RewardFunction;
import org.rlgrad.reward.RewardFunction.Outputs;
import org.rlgrad.tensor.Torch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Scores text that exists already: predictions with references, or the samples of an extraction. */
public final class Score {
    private static final Logger LOG = LoggerFactory.getLogger(Score.class);

    private final List<MetricConfig> metrics;
    private final Fidelity fidelity;
    private final ScoreOptions options;
    /** By metric key {@code [inputs][outputs]}. */
    private final Map<String, double[][]> rewards = new LinkedHashMap<>();

    private final Map<String, Double> corpus = new LinkedHashMap<>();

    private Score(ScoreOptions options, Optional<ExtractSamplesConfig> run) {
        List<MetricConfig> present =
                run.map(config -> config.evaluation().metrics()).orElse(List.of());
        if (options.metrics().isEmpty() && present.isEmpty()) {
            throw new Failure(ExitCode.USAGE, "name a metric: --metric ID (only a run folder has metrics of its own)");
        }
        this.metrics = NamedMetrics.of(options.metrics(), options.arguments(), options.model(), present);
        this.fidelity = options.fidelity()
                .or(() -> run.map(ExtractSamplesConfig::fidelity))
                .orElse(Fidelity.REFERENCE);
        this.options = options;
    }

    /**
     * Scores predictions in plain lines against references in the same lines.
     *
     * @throws Failure with the exit code that fits
     */
    public static void lines(Path predictions, List<Path> references, ScoreOptions options) {
        Score score = new Score(options, Optional.empty());
        if (references.isEmpty()) {
            score.metrics.stream()
                    .filter(MetricConfig::readsReferences)
                    .findFirst()
                    .ifPresent(metric -> {
                        throw new Failure(ExitCode.USAGE, metric.id() + " compares with references: --references FILE");
                    });
        }
        score.pairs(TextPairs.lines(predictions, references));
    }

    /** Scores JSON lines with a prediction, its references, and what else a metric needs. Throws likewise. */
    public static void pairs(Path file, ScoreOptions options) {
        new Score(options, Optional.empty()).pairs(TextPairs.jsonLines(file));
    }

    /**
     * Scores the samples of an extraction; the table is that of {@code reward_stats.csv}. Throws likewise.
     *
     * @param source a run folder, whose metrics, arguments and fidelity hold unless others are named, or a {@code samples.jsonl}
     */
    public static void samples(Path source, ScoreOptions options) {
        boolean folder = Files.isDirectory(source);
        Optional<ExtractSamplesConfig> run = folder
                ? Optional.of(ConfigFile.extractSamples(source.resolve(RunFolder.CONFIG), List.of())
                        .config())
                : Optional.empty();
        Score score = new Score(options, run);
        List<SampleRecord> records = new ArrayList<>();
        if (folder) {
            ExtractionResults.read(source, records::add);
        } else {
            SamplesFile.read(source, records::add);
        }
        if (records.isEmpty()) {
            throw Failure.badData(source + ": holds no samples; there is nothing to score");
        }
        records.sort(Comparator.comparingInt(SampleRecord::position));
        score.records(records, score.metadata(records, run));
    }

    /** The metadata of each record's input, read anew from the run's dataset if a metric needs them: the run keeps none. */
    private List<JsonNode> metadata(List<SampleRecord> records, Optional<ExtractSamplesConfig> run) {
        Optional<MetricConfig> reader =
                metrics.stream().filter(MetricConfig::readsMetadata).findFirst();
        if (reader.isEmpty()) {
            return Collections.nCopies(records.size(), NullNode.getInstance());
        }
        DatapoolConfig datapool = run.map(ExtractSamplesConfig::datapool)
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE,
                        reader.get().id() + " needs the dataset's metadata, which samples.jsonl does not keep; give the"
                                + " run folder, or --pairs with \"metadata\""));
        Path data = DatasetLocation.resolveOfRun(datapool.args(), datapool.path());
        Pool pool = Pools.load(datapool.args(), datapool.split(), data, NltkWordTokenizer::tokenize);
        return records.stream()
                .map(record -> {
                    int index = record.trainIndex();
                    Sample sample =
                            index < pool.samples().size() ? pool.samples().get(index) : null;
                    if (sample == null || !sample.id().equals(record.id())) {
                        throw Failure.badData(data + ": is not the dataset of this run: its sample " + index
                                + " is not " + record.id());
                    }
                    return sample.metadata();
                })
                .toList();
    }

    private void pairs(List<TextPairs.Pair> pairs) {
        compute(pairs.stream()
                .map(pair -> new Outputs(pair.sample(), List.of(pair.prediction())))
                .toList());
        Map<String, double[]> columns = new LinkedHashMap<>();
        rewards.forEach((key, values) -> {
            double[] column = new double[values.length];
            for (int i = 0; i < column.length; i++) {
                column[i] = values[i][0];
            }
            columns.put(key, column);
        });
        report(pairs.size(), ScoreTable.lines(pairs.size(), columns));
    }

    private void records(List<SampleRecord> records, List<JsonNode> metadata) {
        List<Outputs> inputs = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            SampleRecord record = records.get(i);
            inputs.add(new Outputs(
                    new Sample(record.id(), record.prompt(), record.references(), metadata.get(i)), record.texts()));
        }
        compute(inputs);
        List<RewardStatistics> rows = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            int input = i;
            rewards.forEach((key, values) ->
                    rows.add(RewardStatistics.of(records.get(input).trainIndex(), key, values[input])));
        }
        report(inputs.stream().mapToInt(input -> input.texts().size()).sum(), RewardStatisticsFile.text(rows));
    }

    /** One metric after the other, so that only one model is in memory. */
    private void compute(List<Outputs> inputs) {
        boolean anyModel = metrics.stream().anyMatch(metric -> metric.model().isPresent());
        Device device = anyModel ? Torch.device(options.device()) : Device.cpu();
        for (MetricConfig metric : metrics) {
            RewardFunction.check(metric);
            Map<String, double[][]> own = new LinkedHashMap<>();
            for (RewardFunction function : RewardFunction.all(metric, fidelity, device)) {
                try (function) {
                    own.put(function.key(), function.score(inputs));
                }
            }
            CorpusValues.of(metric, fidelity, inputs, own, device)
                    .forEach((key, value) -> corpus.put(RewardFunction.freeKey(key, corpus.keySet()), value));
            own.forEach((key, values) -> rewards.put(RewardFunction.freeKey(key, rewards.keySet()), values));
        }
    }

    private void report(int predictions, String table) {
        boolean whole = options.corpus() || rewards.isEmpty();
        if (!whole) {
            corpus.forEach((key, value) -> LOG.info("{}: {} ({} predictions together)", key, value, predictions));
        }
        String text = whole ? ScoreTable.corpus(predictions, corpus) : table;
        options.output().ifPresentOrElse(file -> ScoreTable.write(file, text), () -> {
            System.out.print(text);
            System.out.flush();
        });
    }
}
