/** One self-contained HTML page that says what the runs of a study show of the paper's findings. Same runs, same bytes. */
package org.rlgrad.page;
