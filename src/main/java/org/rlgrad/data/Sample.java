package org.rlgrad.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * One input of a data pool.
 *
 * @param id {@code {split}_{position in the source}}, as the reference names it
 * @param prompt the untruncated prompt
 * @param references texts that a generation is compared with
 * @param metadata what some metrics need beside them (ToTTo's table, DailyDialog's intent); JSON null if nothing
 */
public record Sample(String id, String prompt, List<String> references, JsonNode metadata) {}
