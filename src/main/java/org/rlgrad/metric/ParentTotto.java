package org.rlgrad.metric;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.rlgrad.config.Fidelity;

/**
 * ToTTo's PARENT over a data set.
 *
 * @param samples one score for each sample
 * @param subsets the mean over each subset; zeros for an empty one
 */
public record ParentTotto(List<Parent.Score> samples, Map<TottoSubset, Parent.Score> subsets) {
    /**
     * @param generations one for each sample
     * @param lines the samples, likewise
     */
    public static ParentTotto of(List<String> generations, List<TottoLines> lines, Fidelity fidelity) {
        List<Parent.Score> samples = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            samples.add(Parent.score(generations.get(i), Parent.prepare(lines.get(i), fidelity)));
        }
        Map<TottoSubset, Parent.Score> subsets = new EnumMap<>(TottoSubset.class);
        for (TottoSubset subset : TottoSubset.values()) {
            subsets.put(
                    subset,
                    Parent.Score.mean(
                            subset.members(lines).mapToObj(samples::get).toList()));
        }
        return new ParentTotto(samples, subsets);
    }
}
