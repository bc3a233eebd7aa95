package org.rlgrad.page;

import java.util.Locale;
import org.rlgrad.study.Lineage.Kind;
import org.rlgrad.study.Treatment;

/** How treatments are called. */
final class TreatmentNames {
    private TreatmentNames() {}

    /** In a table: "PPO (default)". */
    static String label(Treatment treatment) {
        return treatment.isDefault() && treatment.kind() == Kind.RFT
                ? treatment.label() + " (default)"
                : treatment.label();
    }

    /** In a sentence: "after PPO", "after SFT (1 % of labels, 43 steps) → PPO". */
    static String name(Treatment treatment) {
        return treatment.kind() == Kind.PRETRAINED
                ? treatment.label().toLowerCase(Locale.ROOT)
                : "after " + treatment.label();
    }
}
