package org.rlgrad.benchmark;

import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.rlgrad.data.Sample;
import org.rlgrad.data.TextPairs;

/** Seeded sentences, and what a model might have made of them: words changed, left out, swapped. */
final class MadePairs {
    private static final List<String> WORDS = List.of(
            ("the a of and to in is was on for with that it he she they his her at by from an man woman dog cat car house street"
                            + " people children playing running runs walked walking standing sits sitting holding looking large"
                            + " small black white young old happily quickly water table beautiful buildings automobile bought"
                            + " government countries yesterday nothing because between agreement horses riding wearing guitar")
                    .split(" ", -1));
    private static final int SHORTEST = 8;
    private static final int LONGEST = 28;

    private MadePairs() {}

    static List<TextPairs.Pair> of(int count) {
        SplittableRandom random = new SplittableRandom(7);
        List<TextPairs.Pair> pairs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<String> reference = new ArrayList<>();
            int length = random.nextInt(SHORTEST, LONGEST + 1);
            for (int w = 0; w < length; w++) {
                // the first words of the list are the frequent ones
                reference.add(WORDS.get((int) (WORDS.size() * Math.pow(random.nextDouble(), 2))));
            }
            Sample sample = new Sample(Integer.toString(i), "", List.of(sentence(reference)), NullNode.getInstance());
            pairs.add(new TextPairs.Pair(sample, sentence(changed(reference, random))));
        }
        return pairs;
    }

    private static List<String> changed(List<String> words, SplittableRandom random) {
        List<String> changed = new ArrayList<>();
        for (String word : words) {
            int what = random.nextInt(10);
            if (what < 2) {
                changed.add(WORDS.get(random.nextInt(WORDS.size())));
            } else if (what == 2 && !changed.isEmpty()) {
                changed.add(changed.size() - 1, word);
            } else if (what > 3) {
                changed.add(word);
            }
        }
        return changed;
    }

    private static String sentence(List<String> words) {
        return String.join(" ", words) + ".";
    }
}
