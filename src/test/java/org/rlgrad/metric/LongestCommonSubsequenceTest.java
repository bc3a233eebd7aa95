package org.rlgrad.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against the plain table. */
class LongestCommonSubsequenceTest {
    @Test
    void randomTexts() {
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            int words = 1 + random.nextInt(12);
            check(text(random, random.nextInt(200), words), text(random, random.nextInt(200), words));
        }
    }

    @Test
    void aTableOfWhichOnlySomeColumnsAreKept() {
        Random random = new Random(4);
        check(text(random, 9_000, 30), text(random, 8_000, 30));
    }

    @Test
    void twoRunsOfTenThousandEqualWords() {
        int[] same = new int[10_000];
        LongestCommonSubsequence subsequence = new LongestCommonSubsequence(same);
        assertThat(subsequence.length(same)).isEqualTo(10_000);
        boolean[] hit = new boolean[10_000];
        subsequence.mark(new int[5_000], hit);
        for (int i = 0; i < hit.length; i++) {
            assertThat(hit[i]).isEqualTo(i >= 5_000);
        }
    }

    @Test
    void aCommonBeginning() {
        Random random = new Random(6);
        for (int i = 0; i < 300; i++) {
            int[] text = text(random, 1 + random.nextInt(1200), 1 + random.nextInt(4));
            int[] other = Arrays.copyOf(text, random.nextInt(2 * text.length));
            check(text, other);
            check(other, text);
        }
    }

    @Test
    void unknownWordsMatchNothing() {
        assertThat(new LongestCommonSubsequence(new int[] {0, 1, 2}).length(new int[] {-1, 0, -1, 2}))
                .isEqualTo(2);
        assertThat(new LongestCommonSubsequence(new int[0]).length(new int[] {-1, 0}))
                .isZero();
    }

    private static void check(int[] reference, int[] other) {
        int[][] table = new int[reference.length + 1][other.length + 1];
        for (int i = 1; i <= reference.length; i++) {
            for (int j = 1; j <= other.length; j++) {
                table[i][j] = reference[i - 1] == other[j - 1]
                        ? table[i - 1][j - 1] + 1
                        : Math.max(table[i - 1][j], table[i][j - 1]);
            }
        }
        boolean[] expected = new boolean[reference.length];
        for (int i = reference.length, j = other.length; i > 0 && j > 0; ) {
            if (reference[i - 1] == other[j - 1]) {
                expected[--i] = true;
                j--;
            } else if (table[i][j - 1] > table[i - 1][j]) {
                j--;
            } else {
                i--;
            }
        }
        LongestCommonSubsequence subsequence = new LongestCommonSubsequence(reference);
        assertThat(subsequence.length(other)).isEqualTo(table[reference.length][other.length]);
        boolean[] hit = new boolean[reference.length];
        subsequence.mark(other, hit);
        assertThat(hit).isEqualTo(expected);
    }

    private static int[] text(Random random, int length, int words) {
        return random.ints(length, 0, words).toArray();
    }
}
