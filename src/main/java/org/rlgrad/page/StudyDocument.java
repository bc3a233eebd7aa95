package org.rlgrad.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.Release;
import org.rlgrad.study.GradientNormsRun;
import org.rlgrad.study.Study;

/**
 * The whole page: for each data set and model the findings, then a section for each of the paper's results. Nothing in it depends on
 * anything but the runs: no times, no absolute paths.
 */
public final class StudyDocument {
    private static final String TITLE = "Vanishing gradients in reinforcement finetuning";
    private static final String STYLE = "page.css";

    private StudyDocument() {}

    /**
     * The page's text, in HTML.
     *
     * @param title its heading; without one, one of ours
     * @param gradientNorms of whichever subject
     * @param base folder that the paths of runs are shown relative to
     * @param warnings takes runs that are left out
     * @throws org.rlgrad.Failure {@code NO_INPUT} or {@code BAD_DATA} where a run's files are missing or damaged
     */
    public static String html(
            Optional<String> title,
            Study study,
            List<GradientNormsRun> gradientNorms,
            Path base,
            Consumer<String> warnings) {
        Html html = new Html();
        html.open("html", "lang", "en");
        head(html, title.orElse(TITLE));
        html.open("body").open("main").open("header");
        html.element("h1", title.orElse(TITLE));
        html.element("p", lead(), "class", "lead");
        html.close();
        boolean several = study.subjects().size() > 1;
        study.subjects().forEach(subject -> {
            if (several) {
                html.element("h2", subject.title(), "class", "subject");
            }
            SubjectRuns runs = SubjectRuns.of(subject, gradientNorms, warnings);
            write(new Parts(html, several ? 3 : 2), runs, base);
        });
        html.open("footer");
        html.element("p", "Made by rlgrad page, version " + Release.VERSION + ", from the files of the runs alone.");
        html.close();
        html.close().close().close();
        return html.document();
    }

    private static void head(Html html, String title) {
        html.open("head");
        html.empty("meta", "charset", "utf-8");
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.element("title", title);
        html.style(style());
        html.close();
    }

    private static String lead() {
        return "What finished runs of rlgrad show of the findings of “Vanishing Gradients in Reinforcement Finetuning of Language"
                + " Models” (Razin et al., ICLR 2024, arXiv 2310.20703). The paper finds that a language model finetuned by rewards (RFT)"
                + " hardly learns from inputs for which its own outputs all earn about the same: where the standard deviation"
                + " (std) of the reward is small, so is the gradient. A supervised phase (SFT) before it helps, it finds.";
    }

    private static void write(Parts parts, SubjectRuns runs, Path base) {
        parts.paragraph(runs.scope());
        FindingsTable.write(parts.html(), new Findings(runs).all());
        parts.small(
                Verdict.RULE
                        + " Numbers: mean over seeds, smallest and largest in brackets. Inputs at risk: those that began with a"
                        + " reward std of at most 0.05 and a mean below half of the largest reward of any output. Default RFT: with the usual settings; a remedy: RFT with others. Full SFT: with all labels"
                        + " and epochs; little SFT: on the smallest fraction of labels, with steps nearest to 40\u00a0% of those of full SFT.");
        List<Section> sections = List.of(
                new RewardsSection(runs),
                new ChangeSection(runs),
                new RemediesSection(runs),
                new FewLabelsSection(runs),
                new ForecastSection(runs),
                new GradientNormsSection(runs),
                new MethodSection(runs, base));
        for (int i = 0; i < sections.size(); i++) {
            parts.section(i + 1, sections.get(i));
        }
    }

    private static String style() {
        try (InputStream sheet = StudyDocument.class.getResourceAsStream(STYLE)) {
            if (sheet == null) {
                throw new Failure(
                        ExitCode.NO_INPUT,
                        STYLE + " is not on the class path: the installation is incomplete, build it again");
            }
            return new String(sheet.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(STYLE + " cannot be read", e);
        }
    }
}
