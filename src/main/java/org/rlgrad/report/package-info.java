/**
 * What a run leaves behind: text that is appended and flushed while the work goes on, tables, figures drawn from those
 * tables, and the record of where every number came from. A leaf: it knows no other package but the root.
 */
package org.rlgrad.report;
