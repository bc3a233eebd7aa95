package org.rlgrad.cli;

import java.io.PrintWriter;
import java.util.List;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What the user sees of an exception: a line on stderr and an exit code; the stack trace only with {@code -vv}. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        String suggestion = "";
        if (e instanceof UnmatchedArgumentException unmatched) {
            List<String> near = unmatched.getSuggestions();
            suggestion = near.isEmpty() ? "" : "; did you mean " + near.get(0) + "?";
        }
        CommandLine command = e.getCommandLine();
        String help = "see '" + command.getCommandSpec().qualifiedName() + " --help'";
        String message = oneLine(e.getMessage()).replaceFirst("^Error: ", "");
        command.getErr().println("rlgrad: " + message + suggestion + " (" + help + ")");
        return ExitCode.USAGE.status();
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult result) {
        if (e instanceof ParameterException misuse) {
            return handleParseException(misuse, new String[0]);
        }
        return report(e, command.getErr(), wantsTrace(result));
    }

    /** Prints the end of the run and returns its exit code. */
    int report(Throwable e, PrintWriter err, boolean trace) {
        int status = ExitCode.DEFECT.status();
        if (e instanceof Failure failure) {
            err.println("rlgrad: " + failure.getMessage());
            status = failure.exitCode().status();
        } else if (e instanceof OutOfMemoryError) {
            err.println("rlgrad: out of memory (" + (e.getMessage() == null ? "Java heap" : oneLine(e.getMessage()))
                    + "); a smaller eval_batch_size or RLGRAD_JAVA_OPTS=-Xmx8g may help");
        } else if (isOutOfDeviceMemory(e)) {
            err.println("rlgrad: out of memory in libtorch (" + oneLine(firstLine(e))
                    + "); a smaller eval_batch_size may help");
        } else {
            String hint = trace ? "" : "; -vv shows the trace";
            err.println("rlgrad: defect: " + oneLine(e.toString()) + "; please report it with this line" + hint);
        }
        if (trace) {
            e.printStackTrace(err);
        }
        err.flush();
        return status;
    }

    /** In libtorch's words; DJL passes them on with a native stack trace behind them. */
    private static boolean isOutOfDeviceMemory(Throwable e) {
        String message = firstLine(e);
        return message.contains("out of memory") || message.contains("can't allocate memory");
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /** Whether {@code -vv} was given to the command that ran. */
    static boolean wantsTrace(ParseResult result) {
        ParseResult last = result;
        while (last != null && last.hasSubcommand()) {
            last = last.subcommand();
        }
        return last != null && last.matchedOptionValue("-v", new boolean[0]).length > 1;
    }

    private static String oneLine(String message) {
        return message == null ? "no message" : message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
