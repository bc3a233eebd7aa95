package org.rlgrad.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.rlgrad.config.GenerationConfig;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.tensor.MaskOps;
import org.rlgrad.tensor.Ops;
import org.rlgrad.tensor.Scopes;
import org.rlgrad.tensor.Torch;

/**
 * Which tokens a {@link Generator} with a mask could have drawn at every step of the sequences that it drew: what the
 * reference stores with each transition.
 *
 * <p>The sequences are decoded once more, because no teacher-forced pass of the mask model tells what it says over the policy's
 * caches. The models must be as they were when the sequences were drawn.
 */
public final class AllowedTokens {
    private final LanguageModel policy;
    private final MaskModel mask;
    private final Limits limits;
    private final int maxRows;
    private final LogitsRules rules;
    private final TokenSampler sampler;

    /** All as the {@link Generator} had it. */
    public AllowedTokens(
            LanguageModel policy, MaskModel mask, GenerationConfig config, Limits limits, int endToken, int maxRows) {
        this.policy = policy;
        this.mask = mask;
        this.limits = limits;
        this.maxRows = maxRows;
        this.rules = LogitsRules.of(config, limits, endToken);
        this.sampler = TokenSampler.of(config);
    }

    /**
     * A row for each token of the sequences, one sequence after the other.
     *
     * @param owner frees the result
     * @param prompts of the sequences, one each
     * @param sequences new tokens, the end token included where it was reached
     * @return {@code [sum of lengths, V]} boolean, a byte each; the drawn token is in its row's set
     */
    public NDArray of(NDManager owner, List<Prompt> prompts, int[][] sequences) {
        int[] first = new int[sequences.length];
        int total = 0;
        for (int s = 0; s < first.length; s++) {
            first[s] = total;
            total += sequences[s].length;
        }
        NDArray result = Scopes.keep(owner, MaskOps.none(owner, total, policy.vocabularySize()));
        for (int[] batch : Generator.batchesByLength(prompts, maxRows)) {
            List<Prompt> chosen = Arrays.stream(batch).mapToObj(prompts::get).toList();
            int[][] drawn = Arrays.stream(batch).mapToObj(s -> sequences[s]).toArray(int[][]::new);
            int[] places = Arrays.stream(batch).map(s -> first[s]).toArray();
            Torch.noGrad(() -> {
                decode(chosen, drawn, places, result);
                return null;
            });
        }
        return result;
    }

    /** @param places the row of {@code result} that belongs to each sequence's first token */
    private void decode(List<Prompt> prompts, int[][] sequences, int[] places, NDArray result) {
        int longest = Arrays.stream(sequences).mapToInt(s -> s.length).max().orElseThrow();
        try (MaskedDecoding decoding =
                MaskedDecoding.start(policy, Optional.of(mask), prompts, limits.maxNewTokens())) {
            for (int step = 0; step < longest; step++) {
                if (step > 0) {
                    int last = step - 1;
                    decoding.step(Arrays.stream(sequences)
                            .mapToLong(s -> last < s.length ? s[last] : 0) // an ended row idles
                            .toArray());
                }
                record(decoding, prompts, sequences, places, step, result);
            }
        }
    }

    private void record(
            MaskedDecoding decoding, List<Prompt> prompts, int[][] sequences, int[] places, int step, NDArray result) {
        int[] live = IntStream.range(0, sequences.length)
                .filter(row -> sequences[row].length > step)
                .toArray();
        long[] drawn =
                Arrays.stream(live).mapToLong(row -> sequences[row][step]).toArray();
        int[] filled = Arrays.stream(live).map(row -> places[row] + step).toArray();
        Scopes.step(() -> {
            NDArray rows = Ops.indices(result.getManager(), live);
            NDArray scores = decoding.logits(rows);
            rules.apply(scores, rules.needHistory() ? history(prompts, sequences, live, step) : null, step);
            NDArray allowed = mask.mask().allowed(scores, decoding.ranking(scores, rows), sampler, drawn);
            MaskOps.setRows(result, Ops.indices(result.getManager(), filled), allowed);
            return null;
        });
    }

    private History history(List<Prompt> prompts, int[][] sequences, int[] live, int length) {
        return new History(Arrays.stream(live)
                .mapToObj(row -> IntStream.concat(
                                Arrays.stream(policy.contextOf(prompts.get(row).tokens())),
                                Arrays.stream(sequences[row], 0, length))
                        .toArray())
                .toArray(int[][]::new));
    }
}
