package org.rlgrad.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rlgrad.Goldens;

class WordNetTest {
    @Test
    void looksUpBaseForms() {
        WordNet wordNet = WordNet.get();
        assertThat(wordNet.synonyms("argued"))
                .containsExactlyInAnyOrder("argue", "argued", "contend", "debate", "fence", "indicate", "reason");
        assertThat(wordNet.synsets("judo")).containsExactly(new WordNet.Synset('n', 825773));
        assertThat(wordNet.synonyms("geese")).contains("goose"); // an exception
        assertThat(wordNet.synonyms("car")).contains("auto", "automobile").doesNotContain("railway_car");
        assertThat(wordNet.synonyms("galore")).containsExactlyInAnyOrder("galore", "abounding"); // galore(ip)
    }

    @Test
    void knowsNothingOfOtherWords() {
        WordNet wordNet = WordNet.get();
        for (String word :
                List.of("", " ", "automobil", "\u00e9", "1", "[", "\uD800", "zzzz", "a b", "eses".repeat(5000))) {
            if (!word.equals("1")) {
                assertThat(wordNet.synonyms(word)).as(word).containsExactly(word);
            }
        }
        assertThat(wordNet.synonyms("1")).contains("one");
        // its base form without the ending is the empty word
        assertThat(wordNet.synonyms("s")).contains("s", "sulfur").doesNotContain("");
    }

    @Test
    void findsTheFirstAndTheLastEntries() {
        WordNet wordNet = WordNet.get();
        for (String word : List.of("'hood", "zyrian", "a", "zoom", ".22-caliber", "zymotic", "a_cappella", "zigzag")) {
            assertThat(wordNet.synsets(word)).as(word).isNotEmpty();
        }
    }

    @Test
    void allWordsOfTheReference() throws IOException {
        WordNet wordNet = WordNet.get();
        List<JsonNode> records = Goldens.jsonLines("metrics/wordnet.jsonl");
        assertThat(records).hasSize(712);
        for (JsonNode record : records) {
            String word = record.get("word").textValue();
            List<WordNet.Synset> synsets = new ArrayList<>();
            record.get("synset_offsets")
                    .forEach(pair -> synsets.add(original(
                            pair.get(0).textValue().charAt(0), pair.get(1).intValue())));
            assertThat(wordNet.synsets(word)).as(word).isEqualTo(synsets);
            assertThat(wordNet.synonyms(word))
                    .as(word)
                    .containsExactlyInAnyOrderElementsOf(Goldens.strings(record.get("meteor_synonym_set")));
        }
    }

    /**
     * The reference outputs come from Debian's edition of WordNet 3.0: one pointer of 18 bytes stands with another verb, and one
     * gloss of an adjective has a blank more, which moves the byte offsets between and after them. Nothing else differs.
     */
    private static WordNet.Synset original(char kind, int offset) {
        boolean movedVerb = kind == 'v' && offset > 612841 && offset <= 2422681;
        boolean movedAdjective = (kind == 'a' || kind == 's') && offset > 1681307;
        return new WordNet.Synset(kind, offset - (movedVerb ? 18 : 0) - (movedAdjective ? 1 : 0));
    }
}
