package org.rlgrad.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.report.RunFolder;
import org.rlgrad.report.SampleRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Joins the shards of an extraction into the files that the unsharded run leaves, byte for byte. */
public final class Merge {
    private static final Logger LOG = LoggerFactory.getLogger(Merge.class);

    private Merge() {}

    /**
     * Merges finished shards, all of them and each once, in any order.
     *
     * @throws Failure if one is missing, unfinished, doubled, of another configuration or other files, or lies in the output
     *     folder; nothing is written then
     */
    public static void run(List<Path> shards, Path output, boolean overwrite) {
        Path absolute = output.toAbsolutePath().normalize();
        refuseOutput(absolute, shards);
        String config = commonConfig(shards);
        checkComplete(shards);
        MergedProvenance provenance = MergedProvenance.of(shards, LOG::warn);
        Map<Integer, SampleRecord> records = new TreeMap<>();
        shards.forEach(shard -> ExtractionResults.read(shard, record -> records.put(record.position(), record)));
        int inputs = ShardFile.read(shards.get(0)).inputs();
        if (records.size() != inputs) {
            throw Failure.badData("the shards hold " + records.size() + " of the run's " + inputs
                    + " inputs: a samples.jsonl was changed, or belongs to another run");
        }
        RunFolder.IfPresent ifPresent = overwrite ? RunFolder.IfPresent.OVERWRITE : RunFolder.IfPresent.REFUSE;
        try (RunFolder folder =
                RunFolder.open(absolute.getParent(), absolute.getFileName().toString(), config, ifPresent, LOG::warn)) {
            ExtractionResults.write(folder.path(), records.values(), LOG::warn);
            provenance.write(folder.file(RunFolder.PROVENANCE));
            folder.markDone();
            ExtractionResults.print(folder.path());
        }
    }

    /** Also of a shard inside the output folder: emptying that folder would delete it. */
    private static void refuseOutput(Path output, List<Path> shards) {
        if (output.getFileName() == null) {
            throw new Failure(ExitCode.USAGE, "--output " + output + ": name a folder below it");
        }
        try {
            for (Path shard : shards) {
                if (Files.exists(output)
                        && Files.exists(shard)
                        && shard.toRealPath().startsWith(output.toRealPath())) {
                    throw new Failure(
                            ExitCode.USAGE,
                            "--output " + output + ": is or holds the shard " + shard + "; choose another folder");
                }
            }
        } catch (IOException e) {
            throw Failure.unreadable(output, e);
        }
    }

    private static String commonConfig(List<Path> shards) {
        String config = null;
        for (Path shard : shards) {
            String own = read(shard.resolve(RunFolder.CONFIG));
            if (config != null && !config.equals(own)) {
                throw Failure.badData(shard + ": was run with another configuration than " + shards.get(0)
                        + " (compare their " + RunFolder.CONFIG + ")");
            }
            config = own;
        }
        return config;
    }

    private static void checkComplete(List<Path> shards) {
        for (Path folder : shards) {
            if (!Files.exists(folder.resolve(RunFolder.DONE))) {
                throw Failure.badData(folder + ": is not finished; run it again with --resume");
            }
        }
        int count = ShardFile.read(shards.get(0)).shard().count();
        Map<Integer, Path> byIndex = new HashMap<>();
        for (Path folder : shards) {
            Shard shard = ShardFile.read(folder).shard();
            if (shard.count() != count) {
                throw Failure.badData(
                        folder + ": is one of " + shard.count() + " shards, " + shards.get(0) + " one of " + count);
            }
            Path other = byIndex.put(shard.index(), folder);
            if (other != null) {
                throw Failure.badData("shard " + shard + " twice: " + other + " and " + folder);
            }
        }
        List<String> missing = new ArrayList<>();
        for (int index = 1; index <= count; index++) {
            if (!byIndex.containsKey(index)) {
                missing.add(index + "/" + count);
            }
        }
        if (!missing.isEmpty()) {
            throw Failure.noInput("missing shards: " + String.join(", ", missing));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new Failure(ExitCode.NO_INPUT, file + ": missing or unreadable; is it the folder of a run?", e);
        }
    }
}
