/**
 * What finished runs say together: which inputs had a small reward deviation, what finetuning did to them, and what the paper
 * says of that. Everything here is computed from the files of runs, without models.
 */
package org.rlgrad.study;
