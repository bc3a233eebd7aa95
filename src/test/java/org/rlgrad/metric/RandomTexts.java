package org.rlgrad.metric;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Seeded texts of any Unicode characters, lone surrogates among them, and of what tokenizers treat specially. */
public final class RandomTexts {
    private static final String SPECIAL = "ab.AB ,'\"!?-\n\t:;()[]`1$&|<>%\u00e4\u00a0\u0130\u05e9\u4f60\u0301\u201e";

    private RandomTexts() {}

    /** Of up to 40 characters. */
    public static List<String> of(int count, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, count).mapToObj(i -> text(random)).toList();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(40);
        for (int i = 0; i < length; i++) {
            if (random.nextInt(4) == 0) {
                text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
            } else {
                text.append(SPECIAL.charAt(random.nextInt(SPECIAL.length())));
            }
        }
        return text.toString();
    }
}
