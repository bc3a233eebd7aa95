package org.rlgrad.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rlgrad.Failure;
import org.rlgrad.config.Fidelity;

/** Values that NLTK 3.8.1 gives. */
class MeteorTest {
    private static final Offset<Double> TOLERANCE = within(5e-11);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            textBlock =
                    """
            The cat sat on the mat. | The cat sat on the mat. | 0.6171248568 | 0.9985422741
            A dog is running on the beach. | A dog runs on the beach. | 0.6465763876 | 0.9744179362
            A man drives a car during a race. | A man is driving an automobile in a race. | 0.3786008230 | 0.5162738496
            the quick brown fox | The quick brown fox | 0.4394693201 | 0.9921875
            He visited Dr. Smith. She left. | He visited Dr. Smith. She stayed. | 0.5503634476 | 0.8647959184
            Sure, I'd love to! |^ Sure , I ' d love to . <EOU>^| 0.3408450704 | 0.4566037736
            ^^ | a | 0 | 0
            """)
    void oneReference(String prediction, String reference, double asList, double clean) {
        assertThat(score(prediction, List.of(reference), Fidelity.REFERENCE)).isCloseTo(asList, TOLERANCE);
        assertThat(score(prediction, List.of(reference), Fidelity.CORRECTED)).isCloseTo(clean, TOLERANCE);
    }

    /** The numbers of the class comment and the README. */
    @Test
    void aPerfectCopyScoresByItsLengthAgainstTheList() {
        String four = "the cat sat down";
        String twentyFour = "the cat sat down and the small dog ran away from it because a bird sang so loud"
                + " that nobody could hear the bell";
        assertThat(twentyFour.split(" ")).hasSize(24);
        assertThat(score(four, List.of(four), Fidelity.REFERENCE)).isCloseTo(0.44, within(0.005));
        assertThat(score(twentyFour, List.of(twentyFour), Fidelity.REFERENCE)).isCloseTo(0.86, within(0.005));
    }

    @Test
    void severalReferences() {
        assertThat(score(
                        "hello there general kenobi",
                        List.of("hello there general kenobi", "hello there!!"),
                        Fidelity.REFERENCE))
                .isCloseTo(0.2112029385, TOLERANCE);
        List<String> references = List.of("A dog runs on the beach.", "The dog is running at the beach.");
        assertThat(score("a dog runs on the beach.", references, Fidelity.REFERENCE))
                .isCloseTo(0.3238234069, TOLERANCE);
        assertThat(score("a dog runs on the beach.", references, Fidelity.CORRECTED))
                .isCloseTo(score("a dog runs on the beach.", references.subList(0, 1), Fidelity.CORRECTED), TOLERANCE);
    }

    @Test
    void theExampleOfThePaper() {
        assertThat(score(
                        "It is a guide to action which ensures that the military always obeys the commands of the party",
                        List.of(
                                "It is a guide to action that ensures that the military will forever heed Party commands"),
                        Fidelity.CORRECTED))
                .isCloseTo(0.6944444444, TOLERANCE);
    }

    @Test
    void noReference() {
        assertThat(score("a", List.of(), Fidelity.REFERENCE)).isZero();
        assertThatThrownBy(() -> Meteor.prepare(List.of(), Fidelity.CORRECTED))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("no references");
    }

    @Test
    void agreesWithTheNaiveAlignment() {
        String[] vocabulary = {
            "car",
            "cars",
            "auto",
            "automobile",
            "machine",
            "run",
            "runs",
            "running",
            "dog",
            "domestic",
            "argue",
            "argued",
            "debate",
            "fence",
            "reason",
            "Xyz",
            "house",
            "houses",
            "home",
            "family"
        };
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            List<String> hypothesis = sample(vocabulary, random);
            List<String> reference = sample(vocabulary, random);
            assertThat(score(String.join(" ", hypothesis), List.of(String.join(" ", reference)), Fidelity.CORRECTED))
                    .as(hypothesis + " / " + reference)
                    .isCloseTo(naive(hypothesis, reference), TOLERANCE);
        }
    }

    private static List<String> sample(String[] vocabulary, Random random) {
        return random.ints(1 + random.nextInt(12), 0, vocabulary.length)
                .mapToObj(i -> vocabulary[i])
                .toList();
    }

    private static double score(String prediction, List<String> references, Fidelity fidelity) {
        return Meteor.score(prediction, Meteor.prepare(references, fidelity));
    }

    private record Word(int position, String text) {}

    /** The definition, word by word: three stages, each from the right, over lists that shrink. */
    private static double naive(List<String> hypothesis, List<String> reference) {
        List<Word> left = words(hypothesis);
        List<Word> right = words(reference);
        int[] partner = new int[hypothesis.size()];
        java.util.Arrays.fill(partner, -9);
        PorterStemmer stemmer = new PorterStemmer(PorterStemmer.Mode.NLTK_EXTENSIONS);
        for (int stage = 0; stage < 3; stage++) {
            if (stage == 1) {
                left.replaceAll(word -> new Word(word.position, stemmer.stem(word.text)));
                right.replaceAll(word -> new Word(word.position, stemmer.stem(word.text)));
            }
            for (int i = left.size() - 1; i >= 0; i--) {
                for (int j = right.size() - 1; j >= 0; j--) {
                    String text = left.get(i).text;
                    String other = right.get(j).text;
                    if (stage < 2
                            ? text.equals(other)
                            : WordNet.get().synonyms(text).contains(other)) {
                        partner[left.remove(i).position] = right.remove(j).position;
                        break;
                    }
                }
            }
        }
        double matches = 0;
        double chunks = 0;
        for (int i = 0; i < partner.length; i++) {
            if (partner[i] >= 0) {
                matches++;
                chunks += i > 0 && partner[i - 1] >= 0 && partner[i - 1] + 1 == partner[i] ? 0 : 1;
            }
        }
        double precision = matches / hypothesis.size();
        double recall = matches / reference.size();
        return matches == 0
                ? 0
                : (1 - 0.5 * Math.pow(chunks / matches, 3)) * (precision * recall / (0.9 * precision + 0.1 * recall));
    }

    private static List<Word> words(List<String> texts) {
        List<Word> words = new ArrayList<>();
        for (String text : texts) {
            words.add(new Word(words.size(), text.toLowerCase(java.util.Locale.ROOT)));
        }
        return words;
    }
}
