package org.rlgrad.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rlgrad.Goldens;

class PorterStemmerTest {
    private static final PorterStemmer NLTK = new PorterStemmer(PorterStemmer.Mode.NLTK_EXTENSIONS);
    private static final PorterStemmer ORIGINAL = new PorterStemmer(PorterStemmer.Mode.ORIGINAL);

    @ParameterizedTest
    @CsvSource({
        "flies,fli,fli",
        "dies,die,di",
        "skies,sky,ski",
        "enjoy,enjoy,enjoi",
        "died,die,di",
        "innings,inning,in",
        "geology,geolog,geologi",
        "archaeology,archaeolog,archaeologi",
        "hopefully,hope,hopefulli",
        "conditionally,condit,condition",
        "rationally,ration,ration",
        "used,use,us",
        "us,us,u",
        "Running,run,run",
        "syzygy,syzygi,syzygi",
        "yyyy,yyyi,yyyi",
        "hopping,hop,hop",
        "falling,fall,fall",
        "agreed,agre,agre"
    })
    void stems(String word, String nltk, String original) {
        assertThat(NLTK.stem(word)).isEqualTo(nltk);
        assertThat(ORIGINAL.stem(word)).isEqualTo(original);
    }

    @Test
    void allWordsOfTheReference() throws IOException {
        List<String> lines = Files.readAllLines(Goldens.golden("metrics/porter.tsv"));
        assertThat(lines).hasSize(3232);
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split("\t", -1);
            assertThat(NLTK.stem(fields[0])).as(fields[0]).isEqualTo(fields[1]);
            assertThat(ORIGINAL.stem(fields[0])).as(fields[0]).isEqualTo(fields[2]);
        }
    }
}
