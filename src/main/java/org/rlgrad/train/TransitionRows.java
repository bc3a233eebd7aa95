package org.rlgrad.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.rlgrad.model.Continuation;

/**
 * Transitions by their episodes, so that a model reads each episode once, and only up to its last transition among them.
 *
 * @param rows distinct episodes, each with its transitions as wanted tokens
 * @param places for each wanted token its place in the list of transitions that was asked for
 * @param transitions for each wanted token its place in the buffer
 */
record TransitionRows(List<Continuation> rows, int[] places, int[] transitions) {

    /** The chosen transitions, in parts of episodes of similar lengths that are small enough for the memory. */
    static List<TransitionRows> of(RolloutBuffer.Transitions all, int[] chosen) {
        TreeMap<Integer, TreeMap<Integer, Integer>> placeOfToken = new TreeMap<>();
        for (int place = 0; place < chosen.length; place++) {
            placeOfToken
                    .computeIfAbsent(all.episodeOf()[chosen[place]], episode -> new TreeMap<>())
                    .put(all.tokenOf()[chosen[place]], place);
        }
        List<Continuation> rows = new ArrayList<>();
        List<int[]> places = new ArrayList<>();
        placeOfToken.forEach((episode, tokens) -> {
            rows.add(all.episodes().get(episode).continuation(ints(tokens.keySet())));
            places.add(ints(tokens.values()));
        });
        List<TransitionRows> parts = new ArrayList<>();
        for (int[] part : Batches.byLength(rows)) {
            int[] partPlaces = Arrays.stream(part)
                    .flatMap(row -> Arrays.stream(places.get(row)))
                    .toArray();
            parts.add(new TransitionRows(
                    Arrays.stream(part).mapToObj(rows::get).toList(),
                    partPlaces,
                    Arrays.stream(partPlaces).map(place -> chosen[place]).toArray()));
        }
        return parts;
    }

    private static int[] ints(Collection<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }
}
