package org.rlgrad.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.rlgrad.ExitCode;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program {@code rlgrad}. */
@Command(
        name = "rlgrad",
        header = "Reinforcement finetuning of language models: where its gradients vanish, and what cures it.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            ExtractSamplesCommand.class,
            GradientNormsCommand.class,
            TrainCommand.class,
            ControlledCommand.class,
            MergeCommand.class,
            PlotCommand.class,
            CompareCommand.class,
            PageCommand.class,
            ScoreCommand.class,
            DoctorCommand.class,
            GenerateCompletion.class
        },
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  rlgrad doctor",
            "  rlgrad extract-samples --config configs/extract_samples/gpt2_imdb.yml",
            "  rlgrad gradient-norms --config configs/smoke/extract_samples.yml",
            "  rlgrad train --config configs/smoke/train_ppo.yml",
            "  rlgrad controlled --config configs/smoke/controlled.yml --with-pretraining",
            "  rlgrad extract-samples --config FILE --dry-run",
            "  rlgrad extract-samples --config FILE --set datapool.num_train_samples=100",
            "  rlgrad plot outputs/stats/RUN",
            "  rlgrad compare outputs/stats/BEFORE outputs/stats/AFTER",
            "  rlgrad page outputs --output study.html",
            "  rlgrad score --metric rouge,chrf --predictions FILE --references FILE",
            "",
            "Exit codes:",
            "   0  done                                   70  a defect of rlgrad",
            "  64  the command line is wrong              73  a result cannot be written",
            "  65  an input cannot be used                75  interrupted; --resume goes on",
            "  66  an input is missing                    78  the configuration is wrong",
            "  69  the GPU or the hub is not available"
        })
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "which command? One of " + String.join(", ", spec.subcommands().keySet()));
    }

    /** Runs the program and ends the process with its exit code. */
    public static void main(String[] arguments) {
        StandardOutput sink = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        // UTF-8 whatever the locale: what is printed goes into files and pipes.
        PrintStream out = new PrintStream(sink, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        System.setOut(out);
        System.setErr(err);
        int status = run(out, err, arguments);
        out.flush();
        if (status == ExitCode.OK.status() && sink.failure().isPresent()) {
            err.println(
                    "rlgrad: cannot write to standard output: " + sink.failure().get());
            status = ExitCode.CANNOT_WRITE.status();
        }
        System.exit(status);
    }

    /** Runs the program with the given streams in place of the process's and returns its exit code. */
    static int run(PrintStream out, PrintStream err, String... arguments) {
        Failures failures = new Failures();
        CommandLine commandLine = new CommandLine(new Main())
                .setOut(writer(out))
                .setErr(writer(err))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
        try {
            return commandLine.execute(arguments);
        } catch (Throwable e) { // picocli hands exceptions to the handler, errors come here
            return failures.report(e, commandLine.getErr(), Failures.wantsTrace(commandLine.getParseResult()));
        }
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }
}
