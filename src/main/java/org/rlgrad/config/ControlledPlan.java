package org.rlgrad.config;

import java.util.List;
import java.util.Optional;

/**
 * A plan of controlled experiments (Razin et al. 2024, section 4.2): the reference's plan file, expanded.
 *
 * @param name logged only
 * @param description logged only
 * @param skip leading experiments that are not run
 * @param numParallel experiments that run at the same time, at least 1
 * @param gpuIdsPool GPUs to spread the experiments over; empty: each experiment's own
 * @param pretrainingPlan the plan file whose run the experiments start from, relative to this plan's file
 *     ({@code pretraining_plan}, a key of ours)
 * @param experiments in the order of their expansion, names unique; repetitions and {@code seeds} (a key of ours) are
 *     expanded too
 */
public record ControlledPlan(
        String name,
        String description,
        int skip,
        int numParallel,
        List<Integer> gpuIdsPool,
        Optional<String> pretrainingPlan,
        List<ControlledConfig> experiments) {}
