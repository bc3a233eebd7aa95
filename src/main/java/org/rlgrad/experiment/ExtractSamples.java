package org.rlgrad.experiment;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.rlgrad.Failure;
import org.rlgrad.config.ExtractSamplesConfig;
import org.rlgrad.config.GenerationConfig;
import org.rlgrad.config.ResolvedConfig;
import org.rlgrad.generate.Generator;
import org.rlgrad.generate.Prompt;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.random.RandomStreams;
import org.rlgrad.report.Progress;
import org.rlgrad.report.RunFolder;
import org.rlgrad.tensor.Torch;
import org.rlgrad.train.PolicyText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The measurement that the paper rests on (Razin et al. 2024, section 3): for each input draw outputs from the model, score
 * them, and look at the mean and the standard deviation of the reward.
 *
 * <p>Reads from top to bottom: plan, open the run folder, load model and rewards, then for every unit of inputs generate,
 * score and record; at the end the tables and the figure. Scores of one unit are computed while the next one is generated.
 */
public final class ExtractSamples {
    private static final Logger LOG = LoggerFactory.getLogger(ExtractSamples.class);

    private final ExtractionPlan plan;
    private final ExtractSamplesConfig config;
    private final RunOptions options;
    private final Interruption interruption;

    private ExtractSamples(ExtractionPlan plan, RunOptions options, Interruption interruption) {
        this.plan = plan;
        this.interruption = interruption;
        this.config = plan.config();
        this.options = options;
    }

    /**
     * Runs, resumes or only plans an extraction, and prints the run folder and one line per metric to standard output.
     *
     * @throws Failure with the exit code that fits; what was computed so far stays in the run folder
     */
    public static void run(ExtractSamplesConfig written, RunOptions options) {
        ExtractSamplesConfig config = Locations.besideFile(written, options.configFile());
        try (Interruption interruption = Interruption.watch();
                ExtractionPlan plan = ExtractionPlan.of(config)) {
            if (options.dryRun()) {
                tellAboutInputs(plan);
                System.out.print(PlanReport.of(plan, options));
            } else {
                new ExtractSamples(plan, options, interruption).run();
            }
        }
    }

    private void run() {
        String resolved = ResolvedConfig.toYaml(config);
        options.shard()
                .filter(shard -> plan.unitsOf(shard).isEmpty())
                .ifPresent(shard -> LOG.warn(
                        "shard {} has no work: there are only {} batches",
                        shard,
                        plan.units().size()));
        try (RunFolder folder =
                RunFolder.open(options.outputPath(), RunName.of(options), resolved, options.ifPresent(), LOG::warn)) {
            if (folder.state() != RunFolder.State.DONE) {
                extract(folder, resolved);
            } else {
                LOG.info("this run is done; nothing to do");
                ExtractionRecord.deleteJournal(folder);
            }
            ExtractionResults.print(folder.path());
        }
    }

    private void extract(RunFolder folder, String resolved) {
        Device device = Torch.device(options.device());
        try (RunLog log = new RunLog(folder.file("log.txt"));
                LanguageModel model =
                        LanguageModel.load(plan.modelFolder(), config.alg().modelType(), device);
                Rewards rewards = Rewards.load(config, device);
                ExtractionRecord record = new ExtractionRecord(folder, plan, options, resolved, device, interruption)) {
            tellAboutInputs(plan);
            generateAndScore(model, rewards, record);
            record.finish();
        }
    }

    private static void tellAboutInputs(ExtractionPlan plan) {
        plan.warnings().forEach(warning -> LOG.warn("{}", warning));
        plan.pool().notes().forEach(note -> LOG.info("{}", note));
    }

    private void generateAndScore(LanguageModel model, Rewards rewards, ExtractionRecord record) {
        Generator generator = new Generator(
                model,
                config.alg().generationKwargs(),
                plan.limits(),
                plan.endToken(),
                Math.max(
                        config.evaluation().evalBatchSize(), config.evaluation().numSamplesPerInput()),
                new RandomStreams(config.seed()));
        int samples = config.evaluation().numSamplesPerInput();
        try (Progress progress = record.progress(samples);
                ScoringPipeline scoring = new ScoringPipeline(unit -> record.append(unit, progress))) {
            for (int[] unit : record.remainingUnits()) {
                List<Prompt> prompts =
                        Arrays.stream(unit).mapToObj(plan.prompts()::get).toList();
                int[][][] tokens = generator.generate(prompts, samples);
                scoring.submit(() -> score(unit, tokens, rewards));
            }
        }
    }

    /** Texts and rewards of a unit's samples. */
    private List<Scored> score(int[] unit, int[][][] tokens, Rewards rewards) {
        PolicyText policyText = new PolicyText(plan.tokenizer(), plan.endToken());
        GenerationConfig.PostProcessing processing =
                config.alg().generationKwargs().postProcessing();
        List<Scored> scored = new ArrayList<>();
        for (int i = 0; i < unit.length; i++) {
            List<String> texts = Arrays.stream(tokens[i])
                    .map(sample -> policyText.output(sample, processing))
                    .toList();
            scored.add(new Scored(
                    unit[i], plan.pool().samples().get(plan.trainIndices()[unit[i]]), texts, List.of(tokens[i])));
        }
        return rewards.scoreReferences(rewards.score(scored));
    }
}
