package org.rlgrad.data;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rlgrad.config.PoolArgs;

/**
 * DailyDialog (Li et al. 2017): the next utterance after the last few. Columns {@code dialog}, {@code act} and
 * {@code emotion}, lists of one length. Utterances keep the blanks that the hub's copy has around them.
 */
final class DailyDialog {
    private static final String END_OF_UTTERANCE = "<EOU>";

    private DailyDialog() {}

    /**
     * The samples of one dialog: one for each utterance with at least {@code contextSize} before it.
     *
     * @param firstId number of the dialog's first utterance among all utterances of the split, those without a sample too; a
     *     sample's id is its target's number, without the split's name
     */
    static List<Sample> samples(PoolArgs.DailyDialog args, int firstId, Row row) {
        List<String> dialog = row.texts("dialog");
        List<Integer> acts = row.integers("act");
        List<Integer> emotions = row.integers("emotion");
        if (acts.size() != dialog.size() || emotions.size() != dialog.size()) {
            throw row.wrong("columns \"dialog\", \"act\" and \"emotion\" differ in length: " + dialog.size() + ", "
                    + acts.size() + ", " + emotions.size());
        }
        List<Sample> samples = new ArrayList<>();
        for (int t = args.contextSize(); t < dialog.size(); t++) {
            String context = String.join(END_OF_UTTERANCE, dialog.subList(t - args.contextSize(), t));
            ObjectNode metadata = JsonNodeFactory.instance.objectNode();
            metadata.putArray("emotion").add(emotions.get(t));
            metadata.putArray("intent").add(acts.get(t));
            samples.add(new Sample(
                    Integer.toString(firstId + t),
                    context + " " + END_OF_UTTERANCE,
                    List.of(dialog.get(t) + END_OF_UTTERANCE),
                    metadata));
        }
        return samples;
    }

    static List<Sample> samples(PoolArgs.DailyDialog args, List<Path> files) {
        List<Sample> samples = new ArrayList<>();
        int utterances = 0;
        try (RowReader rows = RowReader.open(files)) {
            Row row = rows.next();
            if (row == null) {
                throw RowReader.noRows(files);
            }
            for (; row != null; row = rows.next()) {
                samples.addAll(samples(args, utterances, row));
                utterances += row.list("dialog").size();
            }
        }
        return samples;
    }
}
