package org.rlgrad.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;
import org.rlgrad.config.ConfigValue.Mapping;

/** Reads a configuration file, with the command line's settings laid over it. */
public final class ConfigFile {
    private static final int LARGEST = 1 << 20;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** @param warnings one line each, for things that work, but hardly as meant */
    public record Loaded<T>(T config, List<String> warnings) {}

    private ConfigFile() {}

    /**
     * The extract-samples configuration of a file.
     *
     * @param settings {@code key.path=value} each, later ones win
     * @throws Failure {@link ExitCode#NO_INPUT} if the file cannot be read; {@link ExitCode#BAD_CONFIG} with every
     *     problem on a line of its own, {@code file:line:column key: problem} or {@code --set key: problem}
     */
    public static Loaded<ExtractSamplesConfig> extractSamples(Path file, List<String> settings) {
        return read(
                file,
                (root, problems) -> Setting.applyAll(settings, root, problems),
                (root, problems) -> ExtractSamplesReader.read(root));
    }

    /**
     * The training configuration of a file: the reference's file, or one with rlgrad's own keys.
     *
     * @param settings as above
     * @throws Failure as above
     */
    public static Loaded<TrainConfig> train(Path file, List<String> settings) {
        return read(
                file,
                (root, problems) -> Setting.applyAll(settings, root, problems),
                (root, problems) -> TrainReader.read(root));
    }

    /**
     * The experiments of a plan of controlled experiments: the reference's file, in its JSON or as YAML.
     *
     * @param settings as above; one whose key is a single field of an experiment ({@code epochs=20}) goes to the
     *     {@code base_config} of every configuration and takes the field out of its {@code options}, or, if its value is a
     *     list ({@code lr=[0.1,0.01]}), becomes one of the {@code options}
     * @throws Failure as above
     */
    public static Loaded<ControlledPlan> controlled(Path file, List<String> settings) {
        return read(
                file, (root, problems) -> PlanSettings.applyAll(settings, root, problems), ControlledPlanReader::read);
    }

    private static <T> Loaded<T> read(
            Path file, BiConsumer<Mapping, Problems> settings, BiFunction<BlockReader, Problems, T> reader) {
        Problems problems = new Problems();
        ConfigValue root = tree(file, problems);
        if (root instanceof Mapping mapping) {
            settings.accept(mapping, problems);
        }
        T config = reader.apply(BlockReader.of(root, "", problems), problems);
        problems.throwIfAny(file.toString());
        return new Loaded<>(config, problems.warnings());
    }

    /** The values of a file, whatever they mean. Throws as above. */
    static ConfigValue tree(Path file) {
        Problems problems = new Problems();
        ConfigValue root = tree(file, problems);
        problems.throwIfAny(file.toString());
        return root;
    }

    private static ConfigValue tree(Path file, Problems problems) {
        String name = file.toString();
        Optional<String> text = decode(bytes(file), name, problems);
        problems.throwIfAny(name);
        Optional<ConfigValue> root = new YamlParser((line, column) -> new Position(name, line, column), "", problems)
                .parse(text.orElseThrow());
        if (root.isEmpty()) {
            problems.throwIfAny(name);
            problems.error(new Position(name, 1, 1), "", "the file is empty");
            problems.throwIfAny(name);
        }
        return root.get();
    }

    private static byte[] bytes(Path file) {
        if (Files.isDirectory(file)) {
            throw Failure.noInput(file + ": is a folder; name a configuration file in it");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(LARGEST + 1);
        } catch (NoSuchFileException e) {
            throw new Failure(ExitCode.NO_INPUT, file + ": no such configuration file", e);
        } catch (IOException e) {
            throw Failure.unreadable(file, e);
        }
    }

    private static Optional<String> decode(byte[] bytes, String name, Problems problems) {
        if (bytes.length > LARGEST) {
            problems.error(new Position(name, 1, 1), "", "the file is larger than 1 MiB: no configuration");
            return Optional.empty();
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
            int column = 1 + text.codePointCount(text.lastIndexOf('\n') + 1, text.length());
            problems.error(new Position(name, line, column), "", "the file is not UTF-8 text");
            return Optional.empty();
        }
        boolean marked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
        return Optional.of(marked ? text.substring(1) : text);
    }
}
