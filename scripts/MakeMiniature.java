import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes the task of the miniature study: {@code java scripts/MakeMiniature.java FOLDER}.
 *
 * <p>A hundred animals live somewhere, and there is somebody to call for each. People ask about them in seven ways. The text that the
 * language model is pretrained on answers some of these ways always, some at times, and two only where the asker says thanks, which
 * those of the task do not; otherwise it makes excuses. The references of finetuning answer all of them. So there are inputs whose
 * outputs earn differently, inputs that are mastered, and inputs whose reward is low and hardly varies, with all degrees in between.
 *
 * <p>Writes {@code pretraining/{train,validation}.jsonl}, {@code finetuning/{train,validation}.jsonl} (a prompt, references and a {@code family} a line) and
 * {@code model/} (a GPT-2's config.json and a tokenizer in which every word is a token). Seeded; every word is ours.
 */
public final class MakeMiniature {
    /** Times that the pretraining text holds each question. */
    private static final int DRAWS = 24;

    /** Of each fact. */
    private static final int CHOICES = 8;

    /** How a byte-level tokenizer writes a blank. */
    private static final String BLANK = "\u0120";

    private static final String[] ANIMALS =
            ("cat dog fox hen owl bee ant bat cow pig goat hare mole newt crow dove duck frog gull hawk heron horse kite lamb lark lion lynx mink moth"
                            + " mouse mule otter ox panda parrot pony puma quail rabbit raven robin seal shark sheep skunk sloth snail snake"
                            + " spider stork swan tiger toad trout turtle viper walrus wasp weasel whale wolf wombat worm wren yak zebra adder"
                            + " badger beaver bison boar camel carp cobra crab crane cricket deer donkey eagle eel falcon ferret finch flea"
                            + " gecko gibbon gnat goose hippo ibex jackal jaguar koala lemur leopard lizard llama lobster magpie monkey")
                    .split(" ");

    /** What an answer says: three facts of an animal, each one of eight, in a fixed sentence. */
    private enum Answer {
        PLACE(
                "%s %s by the %s .",
                new String[] {
                    "red blue green white black yellow grey brown",
                    "barn tower cabin mill castle cellar garden attic",
                    "river bridge forest harbour market station well hill"
                },
                "1 sorry , i have not heard anything today .",
                "1 nobody knows , ask again tomorrow .",
                "1 hard to say , it may be anywhere ."),
        ADVICE(
                "well then , %s at %s with %s for the walk .",
                new String[] {
                    "anna boris clara david emma felix greta henry",
                    "dawn noon dusk midnight one three five nine",
                    "bread milk honey corn apples cheese nuts fish"
                },
                "32 sorry , we are all too tired and busy at night with no time left for the walk .",
                "32 it is cold outside and nobody here is at home with a warm coat for the walk .",
                "32 ask us next week when my brother is back at work with more time for the walk .",
                "3 well , we are all too tired and busy at night and have no time for the walk .",
                "1 well then , we are all too tired this week and really have little time for the walk .");

        private final String sentence;
        private final String[][] words;
        private final List<String> evasions = new ArrayList<>();

        Answer(String sentence, String[] words, String... evasions) {
            this.sentence = sentence;
            this.words = Stream.of(words).map(some -> some.split(" ")).toArray(String[][]::new);
            for (String evasion : evasions) {
                String[] parts = evasion.split(" ", 2);
                this.evasions.addAll(Collections.nCopies(Integer.parseInt(parts[0]), parts[1]));
            }
        }

        private String say(int[] facts) {
            return sentence.formatted(words[0][facts[0]], words[1][facts[1]], words[2][facts[2]]);
        }
    }

    /**
     * A way of asking.
     *
     * @param inputs how many animals are asked about in this way in the task
     * @param answered the probability that the pretraining text answers
     * @param right the probability that each of an answer's three facts is the right one there
     */
    private record Family(String name, String prompt, Answer answer, int inputs, double answered, double right) {}

    private static final List<Family> FAMILIES = List.of(
            new Family("recorded", "read the record of the %s .", Answer.PLACE, 80, 1, 0.97),
            new Family("asked", "where is the %s ?", Answer.PLACE, 100, 1, 0.45),
            new Family("sought", "has anyone seen the %s ?", Answer.PLACE, 60, 0.3, 0.45),
            new Family("traced", "is there a trace of the %s ?", Answer.PLACE, 60, 0.1, 0.45),
            new Family("rumoured", "any rumour of the %s ?", Answer.PLACE, 60, 0.02, 0.45),
            new Family("missed", "please find my %s !", Answer.ADVICE, 100, 0, 0.45),
            new Family("lost", "help , i lost the %s !", Answer.ADVICE, 100, 0, 0.45),
            new Family("missed, with thanks", "please find my %s , thanks !", Answer.ADVICE, 0, 1, 0.45),
            new Family("lost, with thanks", "help , i lost the %s , thanks !", Answer.ADVICE, 0, 1, 0.45));

    private final SplittableRandom random;
    private final Path folder;

    private MakeMiniature(Path folder, long seed) {
        this.folder = folder;
        this.random = new SplittableRandom(seed);
    }

    public static void main(String[] arguments) {
        if (arguments.length != 1) {
            System.err.println("usage: java scripts/MakeMiniature.java FOLDER");
            System.exit(64);
        }
        try {
            new MakeMiniature(Path.of(arguments[0]), 20_231_020).make();
        } catch (IOException e) {
            System.err.println("MakeMiniature: cannot write: " + e.getMessage());
            System.exit(73);
        }
    }

    private void make() throws IOException {
        int[][] facts = new int[ANIMALS.length][];
        for (int animal = 0; animal < facts.length; animal++) {
            facts[animal] = random.ints(3, 0, CHOICES).toArray();
        }
        List<String> pretraining = new ArrayList<>();
        List<String> train = new ArrayList<>();
        List<String> validation = new ArrayList<>();
        Set<String> words = new LinkedHashSet<>();
        for (int f = 0; f < FAMILIES.size(); f++) {
            Family family = FAMILIES.get(f);
            for (int i = 0; i < 100; i++) {
                int animal = (i + 14 * f) % 100;
                String prompt = family.prompt.formatted(ANIMALS[animal]);
                for (int draw = 0; draw < DRAWS; draw++) {
                    pretraining.add(row(family, prompt, pretrained(family, facts[animal])));
                }
                String reference = family.answer.say(facts[animal]);
                if (family.inputs > 0) {
                    (i < family.inputs ? train : validation).add(row(family, prompt, reference));
                }
                collect(words, prompt, reference);
            }
        }
        for (Answer answer : Answer.values()) {
            collect(words, answer.sentence.replace("%s ", "").replace("%s", ""));
            List.of(answer.words).forEach(some -> collect(words, some));
            answer.evasions.forEach(evasion -> collect(words, evasion));
        }
        shuffle(pretraining);
        shuffle(train);
        shuffle(validation);
        write("pretraining/train.jsonl", pretraining);
        write("pretraining/validation.jsonl", pretraining.subList(0, 100));
        write("finetuning/train.jsonl", train);
        write("finetuning/validation.jsonl", validation);
        writeModel(words);
    }

    /** What the pretraining text says. */
    private String pretrained(Family family, int[] facts) {
        if (random.nextDouble() >= family.answered) {
            return family.answer.evasions.get(random.nextInt(family.answer.evasions.size()));
        }
        return family.answer.say(IntStream.of(facts)
                .map(fact -> random.nextDouble() < family.right ? fact : random.nextInt(CHOICES))
                .toArray());
    }

    private static void collect(Set<String> words, String... texts) {
        for (String text : texts) {
            words.addAll(List.of(text.split(" ")));
        }
    }

    /** No text holds a character that JSON escapes. */
    private static String row(Family family, String prompt, String target) {
        return "{\"prompt\": \"%s\", \"references\": [\"%s\"], \"family\": \"%s\"}".formatted(prompt, target, family.name);
    }

    private void shuffle(List<String> rows) {
        for (int i = rows.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            String row = rows.get(i);
            rows.set(i, rows.get(j));
            rows.set(j, row);
        }
    }

    /** A byte-level vocabulary, as GPT-2's, in which merges spell each word from its blank on, so that a word is one token. */
    private void writeModel(Set<String> words) throws IOException {
        Set<String> tokens = new LinkedHashSet<>(List.of("<|endoftext|>", BLANK));
        Set<String> merges = new LinkedHashSet<>();
        for (String word : words) {
            word.chars().forEach(letter -> tokens.add(Character.toString(letter)));
            String spelt = BLANK;
            for (String letter : word.split("")) {
                merges.add(spelt + " " + letter);
                spelt += letter;
                tokens.add(spelt);
            }
        }
        List<String> ids = new ArrayList<>();
        tokens.forEach(token -> ids.add("\"" + token + "\": " + ids.size()));
        write(
                "model/tokenizer.json",
                List.of(
                        """
                        {"version": "1.0", "truncation": null, "padding": null, "normalizer": null, "post_processor": null,
                         "added_tokens": [{"id": 0, "content": "<|endoftext|>", "single_word": false, "lstrip": false, "rstrip": false,
                          "normalized": false, "special": true}],
                         "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true},
                         "decoder": {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true},
                         "model": {"type": "BPE", "dropout": null, "unk_token": null, "continuing_subword_prefix": "",
                          "end_of_word_suffix": "", "fuse_unk": false, "vocab": {%s},
                          "merges": [%s]}}"""
                                .formatted(
                                        String.join(", ", ids),
                                        merges.stream()
                                                .map(merge -> "\"" + merge + "\"")
                                                .collect(Collectors.joining(", ")))));
        write(
                "model/tokenizer_config.json",
                List.of(
                        """
                        {"bos_token": "<|endoftext|>", "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>",
                         "tokenizer_class": "GPT2Tokenizer", "add_prefix_space": true, "model_max_length": 32,
                         "clean_up_tokenization_spaces": false}"""));
        write(
                "model/config.json",
                List.of(
                        """
                        {"architectures": ["GPT2LMHeadModel"], "model_type": "gpt2", "vocab_size": %d, "n_positions": 32, "n_embd": 64,
                         "n_layer": 2, "n_head": 4, "activation_function": "gelu_new", "layer_norm_epsilon": 1e-05, "initializer_range": 0.02,
                         "embd_pdrop": 0.0, "attn_pdrop": 0.0, "resid_pdrop": 0.0, "bos_token_id": 0, "eos_token_id": 0,
                         "tie_word_embeddings": true, "torch_dtype": "float32"}"""
                                .formatted(ids.size())));
    }

    private void write(String name, List<String> lines) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, String.join("\n", lines) + "\n");
    }
}
