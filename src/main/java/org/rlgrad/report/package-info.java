/**
 * What a run leaves behind: text that is appended and flushed while the work goes on, tables and their summaries,
 * and the record of where every number came from. It knows no other package but {@code statistics} and the root.
 */
package org.rlgrad.report;
