package org.rlgrad.cli;

import java.util.Optional;
import org.rlgrad.experiment.RunOptions;
import org.rlgrad.experiment.Shard;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What only an extraction knows: parts of it, and an ending of its name. */
final class ExtractionOptions {
    @Option(names = "--output-file-suffix", paramLabel = "TEXT", description = "Ends the run folder's name.")
    private String suffix;

    @Option(names = "--output_file_suffix", hidden = true)
    private String suffixAlias;

    @Option(
            names = "--shard",
            paramLabel = "I/N",
            converter = ShardConverter.class,
            description = "Work on the I-th of N parts of the inputs; 'rlgrad merge' joins them.")
    private Shard shard;

    /** The options with these. */
    RunOptions addedTo(RunOptions options) {
        String end = suffix == null ? suffixAlias : suffix;
        return options.with(end == null ? "" : end, Optional.ofNullable(shard));
    }

    static final class ShardConverter implements ITypeConverter<Shard> {
        @Override
        public Shard convert(String value) {
            try {
                return Shard.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
