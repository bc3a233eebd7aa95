/** Pictures of runs, drawn from their files: what a figure shows, panels, axes and the two canvases (SVG and PNG). */
package org.rlgrad.figure;
