package org.rlgrad.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.rlgrad.Failure;
import org.rlgrad.config.PoolArgs;
import org.rlgrad.config.Split;

/** Where a dataset's splits lie: by the file names of the Hugging Face hub and of the datasets' authors. */
final class DatasetFiles {
    /** At most that many files of a folder are listed in a message. */
    private static final int LISTED = 12;

    private static final List<String> EXTENSIONS = List.of(".jsonl", ".json", ".csv", ".parquet");

    private DatasetFiles() {}

    /**
     * The files of a split, in the order of their rows: one, or its shards.
     *
     * @param path a file, which is taken as it is, or the dataset's folder, in which (and in whose configuration folders, such
     *     as CNN/DailyMail's {@code 3.0.0}) the split's files are looked for by name
     * @throws Failure if there is none, or a shard is missing
     */
    static List<Path> find(PoolArgs args, Split split, Path path) {
        if (Files.isRegularFile(path)) {
            return List.of(path);
        }
        if (!Files.isDirectory(path)) {
            throw Failure.noInput(path + ": no such file or folder (datapool.path)");
        }
        return Shards.complete(inFolder(args, source(args, split), path).orElseThrow(() -> missing(args, split, path)));
    }

    /** Likewise for a dataset of which only the folder is known. */
    static List<Path> ofSplit(Path folder, Split split) {
        if (!Files.isDirectory(folder)) {
            throw Failure.noInput(folder + ": no such folder");
        }
        List<String> places = List.of("", folder.getFileName().toString(), "default", "data");
        return Shards.complete(inFolders(places, EXTENSIONS, split, folder)
                .orElseThrow(
                        () -> Failure.noInput(folder + ": no " + stems(split).get(0)
                                + " file (.jsonl, .csv, .parquet or the like); found: " + listing(folder))));
    }

    /** The split whose file holds the rows: IMDB has no validation file, its validation split is cut from train. */
    static Split source(PoolArgs args, Split split) {
        boolean imdb = args instanceof PoolArgs.Imdb || args instanceof PoolArgs.ImdbSeq2Seq;
        return imdb && split == Split.VAL ? Split.TRAIN : split;
    }

    /** Which split a file's name speaks of, if it is one of the known names. */
    static Optional<Split> named(Path file) {
        String name = withoutGzip(file);
        return Stream.of(Split.values())
                .filter(split -> stems(split).stream()
                        .anyMatch(stem -> name.matches(stem + "(-" + Shards.NUMBERS + ")?\\.[a-z]+")))
                .findFirst();
    }

    /** A file's name in lower case and without {@code .gz}. */
    static String withoutGzip(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
    }

    private static Optional<List<Path>> inFolder(PoolArgs args, Split split, Path folder) {
        return inFolders(folders(args), extensions(args), split, folder);
    }

    private static Optional<List<Path>> inFolders(
            List<String> places, List<String> extensions, Split split, Path folder) {
        return places.stream()
                .map(folder::resolve)
                .flatMap(place -> stems(split).stream().flatMap(stem -> extensions.stream()
                        .flatMap(extension -> Stream.of(extension, extension + ".gz"))
                        .map(extension -> files(place, stem, extension))))
                .filter(files -> !files.isEmpty())
                .findFirst();
    }

    private static List<Path> files(Path place, String stem, String extension) {
        Path file = place.resolve(stem + extension);
        return Files.isRegularFile(file) ? List.of(file) : Shards.of(place, stem, extension);
    }

    private static List<String> folders(PoolArgs args) {
        return switch (args.id()) {
            case "narrative_qa" -> List.of("", "narrativeqa", "default", "data");
            case "totto" -> List.of("", "totto_data", "default", "data");
            case "commongen" -> List.of("", "common_gen", "default", "data");
            case "iwslt2017en_de" -> List.of("", "iwslt2017-de-en", "iwslt2017-en-de", "default", "data");
            case "cnn_daily_mail" -> List.of("", "3.0.0", "default", "data");
            case "imdb", "imdb_seq2seq" -> List.of("", "plain_text", "default", "data");
            default -> List.of("", "default", "data");
        };
    }

    private static List<String> extensions(PoolArgs args) {
        return args instanceof PoolArgs.NarrativeQa
                ? List.of(".tsv", ".jsonl", ".json", ".csv", ".parquet")
                : EXTENSIONS;
    }

    private static List<String> stems(Split split) {
        return switch (split) {
            case TRAIN -> List.of("train", "totto_train_data");
            case VAL -> List.of("validation", "val", "dev", "valid", "totto_dev_data");
            case TEST -> List.of("test", "unlabeled_totto_test_data");
        };
    }

    private static Failure missing(PoolArgs args, Split split, Path folder) {
        Split source = source(args, split);
        StringBuilder message =
                new StringBuilder(folder + ": no " + source.name().toLowerCase(Locale.ROOT) + " file of pool "
                        + args.id() + " (" + stems(source).get(0) + ".jsonl or the like)");
        if (source != split) {
            message.append(", from which its val split is cut");
        }
        String listing = listing(folder);
        message.append("; found: ").append(listing);
        if (listing.contains(".arrow")) {
            message.append(" (Arrow files are not read; convert them to JSON lines or Parquet)");
        }
        Stream.of(Split.VAL, Split.TEST, Split.TRAIN)
                .filter(other -> other != split
                        && inFolder(args, source(args, other), folder).isPresent())
                .findFirst()
                .ifPresent(other -> message.append(". To use what is there, set datapool.split: ")
                        .append(other.name().toLowerCase(Locale.ROOT)));
        return Failure.noInput(message.toString());
    }

    private static String listing(Path folder) {
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder, 3)) {
            files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .filter(name -> name.matches(".*\\.(jsonl|json|csv|tsv|parquet|arrow)(\\.gz)?"))
                    .sorted()
                    .forEach(names::add);
        } catch (IOException e) {
            throw Failure.unreadable(folder, e);
        }
        if (names.isEmpty()) {
            return "no data file";
        }
        String more = names.size() > LISTED ? " and " + (names.size() - LISTED) + " more" : "";
        return String.join(", ", names.subList(0, Math.min(LISTED, names.size()))) + more;
    }
}
