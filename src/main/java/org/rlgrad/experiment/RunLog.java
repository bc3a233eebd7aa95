package org.rlgrad.experiment;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** {@code log.txt}: what a run says on standard error goes into its folder, too, with the date; sessions are appended. */
final class RunLog implements AutoCloseable {
    private static final String RUN = "run";

    private final Logger logger;
    private final FileAppender<ILoggingEvent> appender = new FileAppender<>();

    /** Starts to write; a log that cannot be written is no reason to stop a run, and logback says so itself. */
    RunLog(Path file) {
        this(file, event -> true);
    }

    /** Likewise, only what the threads of this run say: for runs that share a process. The calling thread becomes one. */
    static RunLog ofThread(Path file, String run) {
        MDC.put(RUN, run);
        return new RunLog(file, event -> run.equals(event.getMDCPropertyMap().get(RUN)));
    }

    private RunLog(Path file, Predicate<ILoggingEvent> wanted) {
        appender.addFilter(new Filter<>() {
            @Override
            public FilterReply decide(ILoggingEvent event) {
                return wanted.test(event) ? FilterReply.NEUTRAL : FilterReply.DENY;
            }
        });
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %msg%n");
        encoder.start();
        appender.setContext(context);
        appender.setName(file.toString());
        appender.setFile(file.toString());
        appender.setEncoder(encoder);
        appender.start();
        logger = context.getLogger("org.rlgrad");
        logger.addAppender(appender);
    }

    @Override
    public void close() {
        MDC.remove(RUN);
        logger.detachAppender(appender);
        appender.stop();
    }
}
