package org.rlgrad.report;

import java.util.List;
import java.util.Optional;

/**
 * The first place where two lists of files differ by role, name or content; folders may differ.
 *
 * @param before the file of the first list that the second does not have so
 * @param now the file of the second list that the first does not have so; of the same role and name as {@code before} where
 *     the content changed
 */
public record FileDifference(Optional<HashedFile> before, Optional<HashedFile> now) {

    /** Empty if both lists name the same files with the same content in the same order. */
    public static Optional<FileDifference> first(List<HashedFile> before, List<HashedFile> now) {
        int at = 0;
        while (at < before.size() && at < now.size() && same(before.get(at), now.get(at))) {
            at++;
        }
        List<HashedFile> left = before.subList(at, before.size());
        List<HashedFile> right = now.subList(at, now.size());
        if (left.isEmpty() && right.isEmpty()) {
            return Optional.empty();
        }
        Optional<HashedFile> gone = left.stream().findFirst().filter(file -> hasNoNamesake(file, right));
        Optional<HashedFile> added = right.stream().findFirst().filter(file -> hasNoNamesake(file, left));
        if (gone.isPresent() || added.isPresent()) {
            return Optional.of(new FileDifference(gone, added));
        }
        return Optional.of(
                new FileDifference(left.stream().findFirst(), right.stream().findFirst()));
    }

    /** Whether one file has two contents, as opposed to a file that only one of the lists has. */
    public boolean isChange() {
        return before.isPresent() && now.isPresent() && namesakes(before.get(), now.get());
    }

    private static boolean hasNoNamesake(HashedFile file, List<HashedFile> others) {
        return others.stream().noneMatch(other -> namesakes(file, other));
    }

    private static boolean same(HashedFile a, HashedFile b) {
        return namesakes(a, b) && a.sha256().equals(b.sha256());
    }

    private static boolean namesakes(HashedFile a, HashedFile b) {
        return a.role().equals(b.role()) && a.name().equals(b.name());
    }
}
