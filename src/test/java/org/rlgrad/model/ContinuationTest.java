package org.rlgrad.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ContinuationTest {
    /** A token is predicted from those before it: the last wanted one is never read. */
    @Test
    void readsUpToTheLastWantedToken() {
        Continuation whole = Continuation.whole(new int[] {7, 8}, new int[] {4, 5, 6});
        assertThat(whole.wanted()).containsExactly(0, 1, 2);
        assertThat(whole.read()).containsExactly(4, 5);
        assertThat(whole.length()).isEqualTo(4);
        assertThat(whole.targets()).containsExactly(4, 5, 6);

        Continuation cut = new Continuation(new int[] {7, 8}, new int[] {4, 5, 6, 9}, new int[] {0, 2});
        assertThat(cut.read()).containsExactly(4, 5);
        assertThat(cut.length()).isEqualTo(4);
        assertThat(cut.targets()).containsExactly(4, 6);

        Continuation first = new Continuation(new int[] {7}, new int[] {4, 5}, new int[] {0});
        assertThat(first.read()).isEmpty();
        assertThat(first.length()).isEqualTo(1);
    }

    @Test
    void equalPromptsAreOne() {
        int[] tokens = {1};
        PromptRows rows = PromptRows.of(List.of(
                Continuation.whole(new int[] {3, 4}, tokens),
                Continuation.whole(new int[] {3}, tokens),
                Continuation.whole(new int[] {3, 4}, tokens),
                Continuation.whole(new int[] {4, 3}, tokens)));
        assertThat(rows.distinct())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(new int[] {3, 4}, new int[] {3}, new int[] {4, 3});
        assertThat(rows.ofRow()).containsExactly(0, 1, 0, 2);
        assertThat(rows.oneRowEach()).isFalse();
        assertThat(PromptRows.of(List.of(Continuation.whole(tokens, tokens))).oneRowEach())
                .isTrue();
    }
}
