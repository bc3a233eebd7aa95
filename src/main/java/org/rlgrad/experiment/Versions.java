package org.rlgrad.experiment;

import ai.djl.engine.Engine;
import java.util.Map;
import org.rlgrad.Release;
import org.rlgrad.report.Provenance;
import org.rlgrad.tensor.Torch;

/** What computed: rlgrad, Java, the system, DJL, libtorch. */
final class Versions {
    private Versions() {}

    static Map<String, String> all() {
        Map<String, String> versions = Provenance.systemVersions();
        versions.put("rlgrad", Release.VERSION);
        versions.put("djl", Engine.getDjlVersion());
        versions.put("libtorch", Torch.version());
        return versions;
    }
}
