package org.rlgrad.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.config.PoolArgs;
import org.rlgrad.config.Split;

/** Loads data pools: the eight of the GRUE configurations (Ramamurthy et al. 2023, as Razin et al. 2024 use them), and own tasks. */
public final class Pools {
    private Pools() {}

    /**
     * Loads one split of a pool.
     *
     * @param path the dataset's folder, or one file, which is then read as the split asked for
     * @throws Failure for missing or unusable data; also for {@code truncate_article}, which needs a word tokenizer
     */
    public static Pool load(PoolArgs args, Split split, Path path) {
        return load(args, split, path, article -> {
            throw new Failure(
                    ExitCode.BAD_CONFIG, "datapool.args.truncate_article: not possible here; leave the key out");
        });
    }

    /**
     * As above.
     *
     * @param wordTokenizer NLTK's {@code word_tokenize}, which {@code truncate_article} counts words with
     */
    public static Pool load(PoolArgs args, Split split, Path path, Function<String, List<String>> wordTokenizer) {
        check(args);
        List<Path> files = DatasetFiles.find(args, split, path);
        List<Sample> samples = samples(args, split, files, wordTokenizer);
        if (samples.isEmpty()) {
            throw Failure.badData(files.get(0) + ": not one of its rows makes a sample of pool " + args.id()
                    + (args instanceof PoolArgs.DailyDialog
                            ? "; no dialog is longer than datapool.args.context_size"
                            : "; train keeps only positive reviews (label 1)"));
        }
        return new Pool(args.id(), split, samples, files, PoolNotes.of(args, split, files, samples));
    }

    private static List<Sample> samples(
            PoolArgs args, Split split, List<Path> files, Function<String, List<String>> wordTokenizer) {
        if (args instanceof PoolArgs.NarrativeQa) {
            return NarrativeQa.samples(split, files);
        } else if (args instanceof PoolArgs.Totto totto) {
            return Totto.samples(totto, split, files);
        } else if (args instanceof PoolArgs.CommonGen commonGen) {
            return CommonGen.samples(commonGen, split, files);
        } else if (args instanceof PoolArgs.Iwslt2017EnDe iwslt) {
            return Iwslt2017EnDe.samples(iwslt, split, files);
        } else if (args instanceof PoolArgs.CnnDailyMail cnn) {
            return CnnDailyMail.samples(cnn, wordTokenizer, split, files);
        } else if (args instanceof PoolArgs.DailyDialog dailyDialog) {
            return DailyDialog.samples(dailyDialog, files);
        } else if (args instanceof PoolArgs.Imdb imdb) {
            return Imdb.samples(imdb, split, Imdb.read(files));
        } else if (args instanceof PoolArgs.ImdbSeq2Seq imdb) {
            return ImdbSeq2Seq.samples(imdb, split, Imdb.read(files));
        } else if (args instanceof PoolArgs.Prompts) {
            return Prompts.samples(split, files);
        }
        throw new IllegalArgumentException("no loader for " + args);
    }

    /** The reference's name for a sample: split and position in the source. */
    static String sampleId(Split split, int index) {
        return name(split) + "_" + index;
    }

    static String name(Split split) {
        return split.name().toLowerCase(Locale.ROOT);
    }

    private static void check(PoolArgs args) {
        if (args instanceof PoolArgs.Imdb imdb && imdb.seed() < 0) {
            throw badArgument("seed", "0 or more", imdb.seed());
        }
        if (args instanceof PoolArgs.ImdbSeq2Seq imdb && !(imdb.positiveRatio() >= 0 && imdb.positiveRatio() <= 1)) {
            throw badArgument("positive_ratio", "between 0 and 1", imdb.positiveRatio());
        }
        if (args instanceof PoolArgs.DailyDialog dialog && dialog.contextSize() < 1) {
            throw badArgument("context_size", "1 or more", dialog.contextSize());
        }
    }

    private static Failure badArgument(String key, String allowed, Number value) {
        return new Failure(ExitCode.BAD_CONFIG, "datapool.args." + key + ": must be " + allowed + ", not " + value);
    }
}
