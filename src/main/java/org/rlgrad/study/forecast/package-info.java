/** Which inputs reinforcement will hardly move, told before any training, and whether that came true. */
package org.rlgrad.study.forecast;
