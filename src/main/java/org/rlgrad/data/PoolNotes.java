package org.rlgrad.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.rlgrad.config.PoolArgs;
import org.rlgrad.config.Split;

/** What a user should know of loaded data: where it is not what the reference had. */
final class PoolNotes {
    private PoolNotes() {}

    /** Empty for the published data with the configurations' arguments. */
    static List<String> of(PoolArgs args, Split split, List<Path> files, List<Sample> samples) {
        List<String> notes = new ArrayList<>();
        Path file = files.get(0);
        Split source = DatasetFiles.source(args, split);
        DatasetFiles.named(file)
                .filter(named -> named != source)
                .ifPresent(named -> notes.add(file + " is by its name a " + Pools.name(named) + " file, but is read as "
                        + Pools.name(source) + ", as datapool.split says."));
        if (files.size() == 1 && Shards.isOneOfSeveral(file)) {
            notes.add(file
                    + " is by its name one of several files, but is read alone; name the folder to read them all.");
        }
        publishedSize(args, split).ifPresent(published -> {
            if (samples.size() != published) {
                notes.add(String.format(
                        Locale.ROOT,
                        "This %s split of %s has %,d samples, the published one %,d: subset indices and averages do not"
                                + " compare with published ones.",
                        Pools.name(split),
                        args.id(),
                        samples.size(),
                        published));
            }
        });
        if (args instanceof PoolArgs.CommonGen && split == Split.VAL && repeats(samples)) {
            notes.add(
                    file + " has a row for each sentence; the reference uses GEM's file, which has one for each concept"
                            + " set.");
        }
        if (args instanceof PoolArgs.ImdbSeq2Seq imdb && imdb.seed() < 0) {
            notes.add("datapool.args.seed is negative, which leaves the shuffle open; 0 is used.");
        }
        return List.copyOf(notes);
    }

    private static boolean repeats(List<Sample> samples) {
        for (int i = 1; i < samples.size(); i++) {
            if (samples.get(i).prompt().equals(samples.get(i - 1).prompt())) {
                return true;
            }
        }
        return false;
    }

    /** Samples of the split in the published data; empty where arguments change it or it was never stated. */
    private static OptionalInt publishedSize(PoolArgs args, Split split) {
        return switch (args.id()) {
            case "narrative_qa" -> size(split, 32_747, 3_461, 10_557);
            case "totto" -> size(split, 120_761, 7_700, 7_700);
            case "commongen" -> size(split, 67_389, 993, 1_497);
            case "iwslt2017en_de" -> size(split, 206_112, 888, 8_079);
            case "cnn_daily_mail" ->
                ((PoolArgs.CnnDailyMail) args).maxSize() > 0
                        ? OptionalInt.empty()
                        : size(split, 287_113, 13_368, 11_490);
            case "imdb" -> split == Split.TRAIN ? imdbTrainSize((PoolArgs.Imdb) args) : size(split, 0, 5_000, 5_000);
            case "imdb_seq2seq" -> split == Split.TRAIN ? OptionalInt.empty() : size(split, 0, 5_000, 5_000);
            default -> OptionalInt.empty();
        };
    }

    private static OptionalInt imdbTrainSize(PoolArgs.Imdb args) {
        if (!args.onlyPositiveSamples()) {
            return OptionalInt.of(20_000);
        }
        // How many positive reviews four fifths hold depends on the shuffle; it is known for the configurations' seed.
        return args.seed() == 42 ? OptionalInt.of(9_954) : OptionalInt.empty();
    }

    private static OptionalInt size(Split split, int train, int val, int test) {
        return OptionalInt.of(
                switch (split) {
                    case TRAIN -> train;
                    case VAL -> val;
                    case TEST -> test;
                });
    }
}
