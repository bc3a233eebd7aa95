package org.rlgrad.data;

import java.nio.file.Path;
import java.util.List;
import org.rlgrad.config.Split;

/**
 * The samples of one split of a dataset.
 *
 * @param id the registry id, such as {@code totto}
 * @param samples in pool order, which subset indices refer to; large pools make a sample anew at each {@code get}
 * @param files the files that were read
 * @param notes what the user should know of this data, one plain sentence each; empty for the published data
 */
public record Pool(String id, Split split, List<Sample> samples, List<Path> files, List<String> notes) {}
