package org.rlgrad.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rlgrad.study.Lineage.Kind;

/** Groups the models and extractions of one subject by what was done, in a fixed order. */
final class Treatments {
    private static final List<Kind> ORDER = List.of(Kind.PRETRAINED, Kind.RFT, Kind.SFT, Kind.SFT_THEN_RFT, Kind.OTHER);

    private static final class Group {
        private final Lineage lineage;
        private final List<TrainedModel> models = new ArrayList<>();
        private final List<ExtractionRun> extractions = new ArrayList<>();

        private Group(Lineage lineage) {
            this.lineage = lineage;
        }
    }

    private Treatments() {}

    static List<Treatment> of(List<TrainedModel> models, List<ExtractionRun> extractions) {
        Map<Recipe, Group> groups = new LinkedHashMap<>();
        for (TrainedModel model : models) {
            group(groups, model.lineage()).models.add(model);
        }
        for (ExtractionRun extraction : extractions) {
            group(groups, extraction.lineage()).extractions.add(extraction);
        }
        Map<Recipe, Kind> kinds = new LinkedHashMap<>();
        groups.forEach((recipe, group) -> kinds.put(recipe, group.lineage.kind()));
        Defaults defaults = new Defaults(kinds);
        return groups.values().stream()
                .map(group -> treatment(group, defaults))
                .sorted(Comparator.comparingInt((Treatment treatment) -> ORDER.indexOf(treatment.kind()))
                        .thenComparing(treatment -> !treatment.isDefault())
                        .thenComparingDouble(Treatments::labels)
                        .thenComparingInt(Treatments::steps))
                .toList();
    }

    private static Group group(Map<Recipe, Group> groups, Lineage lineage) {
        return groups.computeIfAbsent(Recipe.of(lineage), recipe -> new Group(lineage));
    }

    private static Treatment treatment(Group group, Defaults defaults) {
        Kind kind = group.lineage.kind();
        group.models.sort(
                Comparator.comparingInt(model -> model.training().config().seed()));
        return new Treatment(
                kind,
                kind == Kind.PRETRAINED ? "pretrained" : defaults.label(kind, group.lineage),
                defaults.isDefault(kind, group.lineage),
                List.copyOf(group.models),
                List.copyOf(group.extractions));
    }

    /** So that less supervision stands before more; extractions alone come first, since nothing was trained. */
    private static double labels(Treatment treatment) {
        return treatment.models().isEmpty() ? 0 : first(treatment).fraction();
    }

    private static int steps(Treatment treatment) {
        return treatment.models().isEmpty() ? 0 : first(treatment).maxSteps().orElse(Integer.MAX_VALUE);
    }

    private static TrainingRun first(Treatment treatment) {
        return treatment.models().get(0).lineage().trainings().get(0);
    }
}
