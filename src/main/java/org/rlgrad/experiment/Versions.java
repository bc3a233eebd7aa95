package org.rlgrad.experiment;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.util.Map;
import org.rlgrad.Release;
import org.rlgrad.report.Provenance;
import org.rlgrad.tensor.Torch;

/** What computed: rlgrad, Java, the system, DJL, libtorch, the device. */
final class Versions {
    private Versions() {}

    static Map<String, String> all() {
        Map<String, String> versions = Provenance.systemVersions();
        versions.put("rlgrad", Release.VERSION);
        versions.put("djl", Engine.getDjlVersion());
        versions.put("libtorch", Torch.version());
        return versions;
    }

    /** A device as {@code --device} names it. */
    static String of(Device device) {
        return device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu";
    }
}
