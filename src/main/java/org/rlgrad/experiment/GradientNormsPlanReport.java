package org.rlgrad.experiment;

import java.nio.file.Path;
import java.util.Locale;
import org.rlgrad.config.GradientNormsConfig;

/** What {@code gradient-norms --dry-run} prints. */
final class GradientNormsPlanReport {
    private GradientNormsPlanReport() {}

    static String of(GradientNormsPlan plan, RunOptions options) {
        ExtractionPlan extraction = plan.extraction();
        GradientNormsConfig norms = plan.norms();
        int inputs = Math.min(norms.inputs(), extraction.inputs());
        Path folder = options.outputPath().resolve(RunName.of(options));
        double gradient = extraction.architecture().parameters() * 4.0 / (1 << 20);
        return String.format(
                Locale.ROOT,
                """
                run folder  %s
                model       %s (%s, %,d parameters)
                inputs      %,d of %,d, %s
                outputs     %,d per input, of up to %d new tokens, in %d groups
                reward      %s
                gamma       %s
                memory      gradients of %,.1f MiB: %d in the host's memory, up to 2 on the device, beside weights%s and activations
                """,
                folder,
                extraction.modelFolder(),
                extraction.architecture().family(),
                extraction.architecture().parameters(),
                inputs,
                extraction.inputs(),
                plan.run()
                        .map(r -> "spread over the reward deviation of " + r.folder())
                        .orElse("the first"),
                norms.samples(),
                extraction.limits().maxNewTokens(),
                norms.groups(),
                extraction.config().evaluation().metrics().get(0).id(),
                switch (norms.gamma()) {
                    case NONE -> "not looked for";
                    case SAMPLED -> "largest over " + norms.prefixes() + " prefixes per input, a lower bound";
                },
                gradient,
                norms.groups(),
                norms.gamma() == GradientNormsConfig.Gamma.SAMPLED ? " (twice)" : "");
    }
}
