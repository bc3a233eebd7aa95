package org.rlgrad.experiment;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.rlgrad.Failure;
import org.rlgrad.cli.Main;
import org.rlgrad.config.ConfigFile;

/** The trainings of {@code configs/smoke} in a folder of their own, shortened to a second, with dropout in the model. */
final class ShortTrainings {
    private static final Path SMOKE = Path.of("configs", "smoke");

    private final Path folder;

    /** What a command came to. */
    record Outcome(int status, String out, String err) {}

    /** Copies what the trainings need. */
    ShortTrainings(Path folder) throws IOException {
        this.folder = folder;
        try (Stream<Path> files = Files.walk(SMOKE)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(SMOKE.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        Path model = folder.resolve("model").resolve("config.json");
        Files.writeString(
                model, Files.readString(model).replaceFirst("\"dropout_rate\": *0.0", "\"dropout_rate\": 0.1"));
    }

    Path folder() {
        return folder;
    }

    /** The run folder of a configuration. */
    Path run(String config, String output) {
        return folder.resolve(output).resolve(RunName.withFolder(folder.resolve(config)));
    }

    /** Settings that shorten a training. */
    static List<String> shortened(String config) {
        List<String> settings = new ArrayList<>(List.of(
                "train_evaluation.max_samples=8",
                "train_evaluation.generation_kwargs={do_sample: true, top_k: 0, max_new_tokens: 12}",
                "train_evaluation.metrics=[{id: rouge_l_max}, {id: meteor}, {id: diversity}]"));
        if (config.contains("sft") || config.endsWith("t5_supervised.yml")) {
            settings.addAll(List.of(
                    "alg.training_args.max_steps=12",
                    "alg.training_args.save_steps=4",
                    "alg.training_args.logging_steps=3"));
            return settings;
        }
        settings.addAll(List.of(
                "train_evaluation.n_iters=6",
                "train_evaluation.save_every=2",
                "train_evaluation.eval_every=3",
                "train_evaluation.probe={prompts: 4, samples: 2}"));
        if (config.contains("reinforce")) {
            settings.addAll(List.of("alg.args.prompts_per_iteration=4", "alg.args.samples_per_prompt=3"));
        } else {
            settings.addAll(List.of("alg.args.n_steps=8", "alg.args.batch_size=40", "alg.args.n_epochs=2"));
        }
        return settings;
    }

    /** {@code rlgrad train} in this process. Arguments are settings, or flags. */
    Outcome train(String config, String output, String... arguments) {
        List<String> flags = List.of(arguments);
        Path file = folder.resolve(config);
        List<String> settings = new ArrayList<>(shortened(config));
        flags.stream().filter(flag -> !flag.startsWith("--")).forEach(settings::add);
        RunOptions options = new RunOptions(
                folder.resolve(output),
                "",
                Optional.empty(),
                Optional.empty(),
                "cpu",
                flags.contains("--resume"),
                flags.contains("--overwrite"),
                flags.contains("--dry-run"),
                Verbosity.QUIET,
                List.of("test"),
                file);
        TrainOptions training = new TrainOptions(options, flags.contains("--with-supervised"), true, settings);
        List<String> own = settings.stream()
                .filter(setting -> !setting.startsWith("supervised."))
                .toList();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            Train.run(ConfigFile.train(file, own).config(), training);
            return new Outcome(0, out.toString(StandardCharsets.UTF_8), "");
        } catch (Failure e) {
            return new Outcome(e.exitCode().status(), out.toString(StandardCharsets.UTF_8), e.getMessage());
        } finally {
            System.setOut(before);
        }
    }

    /** The same in a process of its own, which can be killed. */
    Process start(String config, String output, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true"));
        String threads = System.getProperty("ai.djl.pytorch.num_threads", "1");
        command.addAll(List.of("-Dai.djl.offline=true", "-Dai.djl.pytorch.num_threads=" + threads));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "train"));
        command.addAll(List.of("--config", folder.resolve(config).toString(), "--device", "cpu", "-q"));
        command.addAll(List.of("--output-path", folder.resolve(output).toString()));
        List<String> settings = new ArrayList<>(shortened(config));
        for (String argument : arguments) {
            (argument.startsWith("--") ? command : settings).add(argument);
        }
        settings.forEach(setting -> command.addAll(List.of("--set", setting)));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
    }

    /** What the last process said. */
    Path log() {
        return folder.resolve("process.txt");
    }

    /** The files of a run by their path in it, less those that know the clock or the process. */
    static Map<String, byte[]> files(Path run) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(run)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                String name = run.relativize(file).toString();
                if (!name.matches("provenance\\.json|log\\.txt|\\.lock|events\\..*")) {
                    files.put(name, Files.readAllBytes(file));
                }
            }
        }
        return files;
    }
}
