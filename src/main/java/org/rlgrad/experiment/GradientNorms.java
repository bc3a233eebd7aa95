package org.rlgrad.experiment;

import ai.djl.Device;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.rlgrad.Failure;
import org.rlgrad.config.ExtractSamplesConfig;
import org.rlgrad.config.GradientNormsConfig;
import org.rlgrad.config.ResolvedConfig;
import org.rlgrad.data.Sample;
import org.rlgrad.generate.Generator;
import org.rlgrad.generate.Prompt;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.random.RandomStreams;
import org.rlgrad.report.GradientNorm;
import org.rlgrad.report.Progress;
import org.rlgrad.report.RewardStatistics;
import org.rlgrad.report.RunFolder;
import org.rlgrad.tensor.Torch;
import org.rlgrad.train.ExpectedGradient;
import org.rlgrad.train.LogitJacobian;
import org.rlgrad.train.PolicyText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Theorem 1 of Razin et al. 2024 on real inputs: the norm of the expected reward's gradient beside the reward's standard
 * deviation, and the bounds 6 L gamma STD^(2/3) and sqrt(L) gamma STD.
 *
 * <p>Reads from top to bottom: plan, open the run folder, load model and reward, choose inputs, then for every input draw
 * outputs from the model's whole distribution, score them, differentiate, and record; at the end summary and figure.
 */
public final class GradientNorms {
    private static final Logger LOG = LoggerFactory.getLogger(GradientNorms.class);

    private final GradientNormsPlan plan;
    private final ExtractionPlan extraction;
    private final RunOptions options;
    private final Interruption interruption;

    private GradientNorms(GradientNormsPlan plan, RunOptions options, Interruption interruption) {
        this.plan = plan;
        this.extraction = plan.extraction();
        this.options = options;
        this.interruption = interruption;
    }

    /**
     * Runs, resumes or only plans a measurement, and prints the run folder and a few lines to standard output.
     *
     * @throws Failure with the exit code that fits; what was computed so far stays in the run folder
     */
    public static void run(ExtractSamplesConfig written, GradientNormsConfig norms, RunOptions options) {
        ExtractSamplesConfig config = Locations.besideFile(written, options.configFile());
        try (Interruption interruption = Interruption.watch();
                GradientNormsPlan plan = GradientNormsPlan.of(config, norms)) {
            if (options.dryRun()) {
                tell(plan);
                System.out.print(GradientNormsPlanReport.of(plan, options));
            } else {
                new GradientNorms(plan, options, interruption).run();
            }
        }
    }

    private void run() {
        String resolved = ResolvedConfig.toYaml(extraction.config(), plan.norms());
        try (RunFolder folder =
                RunFolder.open(options.outputPath(), RunName.of(options), resolved, options.ifPresent(), LOG::warn)) {
            if (folder.state() != RunFolder.State.DONE) {
                measure(folder, resolved);
            } else {
                LOG.info("this run is done; nothing to do");
            }
            GradientNormsResults.print(folder.path());
        }
    }

    private static void tell(GradientNormsPlan plan) {
        plan.warnings().forEach(warning -> LOG.warn("{}", warning));
        plan.extraction().pool().notes().forEach(note -> LOG.info("{}", note));
    }

    private void measure(RunFolder folder, String resolved) {
        Device device = Torch.device(options.device());
        try (RunLog log = new RunLog(folder.file("log.txt"));
                Rewards rewards = Rewards.load(extraction.config(), device)) {
            tell(plan);
            int[] positions = plan.positions(rewards.firstKey());
            try (LanguageModel model = LanguageModel.load(
                            extraction.modelFolder(), extraction.config().alg().modelType(), device);
                    GradientNormsRecord record =
                            new GradientNormsRecord(folder, plan, options, resolved, device, interruption)) {
                measure(model, rewards, positions, record);
                record.finish();
            }
        }
    }

    private void measure(LanguageModel model, Rewards rewards, int[] positions, GradientNormsRecord record) {
        // Streams of its own: an extraction that chose the inputs by their deviation must not have seen these outputs.
        RandomStreams random = RandomStreams.of(extraction.config().seed(), "gradient norms");
        Generator generator = new Generator(
                model,
                extraction.config().alg().generationKwargs(),
                extraction.limits(),
                extraction.endToken(),
                plan.norms().samples(),
                random);
        ExpectedGradient gradient = new ExpectedGradient(model);
        boolean wantsGamma = plan.norms().gamma() == GradientNormsConfig.Gamma.SAMPLED;
        try (LogitJacobian jacobian = wantsGamma ? new LogitJacobian(model) : null;
                Progress progress = record.progress(positions.length)) {
            for (int position : positions) {
                if (!record.has(extraction.trainIndices()[position])) {
                    Prompt prompt = extraction.prompts().get(position);
                    int[][] outputs =
                            generator.generate(List.of(prompt), plan.norms().samples())[0];
                    record.append(measure(position, outputs, rewards, gradient, Optional.ofNullable(jacobian)));
                    progress.advance(1, tokens(outputs));
                }
            }
        }
    }

    private GradientNorm measure(
            int position,
            int[][] outputs,
            Rewards rewards,
            ExpectedGradient gradient,
            Optional<LogitJacobian> jacobian) {
        int[] prompt = extraction.prompts().get(position).tokens();
        double[] earned = score(position, outputs, rewards);
        RewardStatistics statistics =
                RewardStatistics.of(extraction.trainIndices()[position], rewards.firstKey(), earned);
        return GradientNorm.of(
                statistics,
                statistics.isComplete()
                        ? Optional.of(gradient.scalarProducts(
                                prompt, outputs, earned, plan.norms().groups()))
                        : Optional.empty(),
                (double) tokens(outputs) / outputs.length,
                extraction.limits().maxNewTokens(),
                jacobian.map(j -> j.largestNorm(LogitJacobian.prefixes(
                                prompt, outputs, plan.norms().prefixes())))
                        .orElse(Double.NaN));
    }

    private double[] score(int position, int[][] outputs, Rewards rewards) {
        PolicyText text = new PolicyText(extraction.tokenizer(), extraction.endToken());
        Sample sample = extraction.pool().samples().get(extraction.trainIndices()[position]);
        List<String> texts = Arrays.stream(outputs)
                .map(tokens -> text.output(
                        tokens, extraction.config().alg().generationKwargs().postProcessing()))
                .toList();
        return rewards.score(List.of(new Scored(position, sample, texts, List.of(outputs))))
                .get(0)
                .rewards()
                .get(rewards.firstKey());
    }

    private static long tokens(int[][] outputs) {
        return Arrays.stream(outputs).mapToLong(tokens -> tokens.length).sum();
    }
}
