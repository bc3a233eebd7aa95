package org.rlgrad.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.rlgrad.random.NumpyRandomState;

/**
 * scikit-learn's {@code train_test_split(range(n), train_size=k, stratify=labels)}: a random subset in which every class
 * has its share, draw for draw.
 */
public final class StratifiedSplit {
    private final int[] train;
    private final int[] rest;

    private StratifiedSplit(int[] train, int[] rest) {
        this.train = train;
        this.rest = rest;
    }

    /** Indices of the subset, in random order. */
    public int[] train() {
        return train;
    }

    /** All other indices, in random order. */
    public int[] rest() {
        return rest;
    }

    /**
     * @param labels class of each row
     * @param trainSize rows in the subset
     * @param random moved on by the draws (scikit-learn uses NumPy's global generator where no seed is given)
     * @throws IllegalArgumentException where scikit-learn refuses: a class with one row, or a part smaller than the number
     *     of classes
     */
    public static StratifiedSplit of(int[] labels, int trainSize, NumpyRandomState random) {
        int[][] members = members(labels);
        int restSize = labels.length - trainSize;
        check(members, trainSize, restSize);
        int[] counts = Arrays.stream(members).mapToInt(rows -> rows.length).toArray();
        int[] trainCounts = shares(counts, trainSize, random);
        int[] remaining = new int[counts.length];
        Arrays.setAll(remaining, c -> counts[c] - trainCounts[c]);
        int[] restCounts = shares(remaining, restSize, random);

        List<Integer> train = new ArrayList<>();
        List<Integer> rest = new ArrayList<>();
        for (int c = 0; c < members.length; c++) {
            int[] order = random.permutation(counts[c]);
            for (int i = 0; i < trainCounts[c] + restCounts[c]; i++) {
                (i < trainCounts[c] ? train : rest).add(members[c][order[i]]);
            }
        }
        return new StratifiedSplit(random.permutation(toArray(train)), random.permutation(toArray(rest)));
    }

    /** Row indices of each class, classes in the order of their labels. */
    private static int[][] members(int[] labels) {
        TreeSet<Integer> classes = new TreeSet<>();
        Arrays.stream(labels).forEach(classes::add);
        return classes.stream()
                .map(label -> IntStream.range(0, labels.length)
                        .filter(row -> labels[row] == label)
                        .toArray())
                .toArray(int[][]::new);
    }

    private static void check(int[][] members, int trainSize, int restSize) {
        if (Arrays.stream(members).anyMatch(rows -> rows.length < 2)) {
            throw new IllegalArgumentException("a stratified split needs at least two rows of every class");
        }
        if (Math.min(trainSize, restSize) < members.length) {
            throw new IllegalArgumentException("a stratified split into " + trainSize + " and " + restSize
                    + " rows cannot hold each of " + members.length + " classes");
        }
    }

    /** How many of {@code draws} each class gets: its exact share rounded down, the rest to the largest remainders. */
    private static int[] shares(int[] counts, int draws, NumpyRandomState random) {
        double total = Arrays.stream(counts).sum();
        double[] exact =
                Arrays.stream(counts).mapToDouble(n -> n / total * draws).toArray();
        int[] shares =
                Arrays.stream(exact).mapToInt(share -> (int) Math.floor(share)).toArray();
        int missing = draws - Arrays.stream(shares).sum();
        TreeSet<Double> remainders = new TreeSet<>();
        for (int c = 0; c < shares.length; c++) {
            remainders.add(exact[c] - shares[c]);
        }
        for (double remainder : remainders.descendingSet()) {
            if (missing == 0) {
                break;
            }
            int[] tied = IntStream.range(0, shares.length)
                    .filter(c -> exact[c] - shares[c] == remainder)
                    .toArray();
            int raised = Math.min(tied.length, missing);
            // Ties are broken at random; a draw is made even where there is none.
            for (int index : random.choice(tied.length, raised, false)) {
                shares[tied[index]]++;
            }
            missing -= raised;
        }
        return shares;
    }

    private static int[] toArray(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }
}
