package org.rlgrad.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import org.rlgrad.study.FewLabels;
import org.rlgrad.study.GroupRewards;
import org.rlgrad.study.Treatment;

/**
 * The paper's three findings on language models, as conditions on one subject's runs. All thresholds are ours. (Over 150 lines, for
 * the conditions are one rule book.)
 */
final class Findings {
    /** From where on a correlation counts as one. */
    static final double CORRELATED = 0.1;
    /** Less than this part of an effect is little of it. */
    static final double HALF = 0.5;
    /** The part of the whole reward that little supervision must give. */
    static final double NEARLY_ALL = 0.9;

    private final SubjectRuns runs;

    Findings(SubjectRuns runs) {
        this.runs = runs;
    }

    List<Finding> all() {
        return List.of(smallStdIsMovedLess(), heuristicsDoNotCure(), littleSupervisionDoes());
    }

    private Finding smallStdIsMovedLess() {
        Seeds rft = signed(runs.rft());
        Seeds sft = signed(runs.sft());
        Seeds atRiskRft = of(
                runs.rft(),
                treatment -> runs.ofGroups(treatment, group -> group.atRisk().change()));
        Seeds atRiskSft = of(
                runs.sft(),
                treatment -> runs.ofGroups(treatment, group -> group.atRisk().change()));
        Seeds part = atRiskRft.with(atRiskSft, Findings::part);
        return new Finding(
                "RFT moves inputs of small reward std less; SFT does not",
                List.of(
                        new Condition(
                                "Under RFT, the correlation of initial std and change of mean reward is at least "
                                        + Numbers.decimals(CORRELATED, 1),
                                "r = " + rft.decimals(2),
                                "",
                                rft,
                                atLeast(CORRELATED)),
                        new Condition(
                                "Under SFT, it is smaller",
                                "r = " + sft.decimals(2),
                                "",
                                rft.with(sft, (one, other) -> one - other),
                                difference -> difference > 0),
                        new Condition(
                                "Inputs at risk gain less than half as much under RFT as under SFT",
                                part.percent(),
                                "under RFT " + atRiskRft.signed(3) + "; under SFT " + atRiskSft.signed(3),
                                part,
                                lessThan(HALF))));
    }

    private Seeds signed(Optional<Treatment> treatment) {
        return of(
                treatment,
                found -> runs.ofCorrelations(found, row -> row.signed().pearson()));
    }

    private Finding heuristicsDoNotCure() {
        Function<Treatment, Seeds> atRisk =
                treatment -> runs.ofGroups(treatment, group -> group.atRisk().after());
        Function<Treatment, Seeds> all = overall();
        return new Finding(
                "Larger learning rate, higher temperature and entropy bonus do not cure it",
                List.of(remedy("the inputs at risk", atRisk), remedy("all inputs", all)));
    }

    /** Mean reward of all inputs: measured in the same way for all where it was, otherwise under each training's own sampling. */
    Function<Treatment, Seeds> overall() {
        Function<Treatment, Seeds> measured = treatment -> runs.ofGroups(treatment, GroupRewards::meanAfter);
        boolean isMeasured = best(measured).isPresent()
                && !of(runs.rft(), measured).isEmpty()
                && !of(runs.full(), measured).isEmpty();
        return isMeasured ? measured : runs::trainReward;
    }

    /** The remedy with the largest mean over seeds. */
    Optional<Treatment> best(Function<Treatment, Seeds> reward) {
        return runs.remedies().stream()
                .filter(remedy -> Double.isFinite(reward.apply(remedy).mean()))
                .max(Comparator.comparingDouble(remedy -> reward.apply(remedy).mean()));
    }

    private Condition remedy(String inputs, Function<Treatment, Seeds> reward) {
        Optional<Treatment> best = best(reward);
        Seeds with = of(best, reward);
        Seeds rft = of(runs.rft(), reward);
        Seeds full = of(runs.full(), reward);
        Seeds madeUp = madeUp(rft, with, full);
        return new Condition(
                "The remedy that is best for " + inputs
                        + " makes up less than half of what default RFT lacks to full SFT then RFT",
                madeUp.percent(),
                "default RFT " + rft.decimals(3) + "; "
                        + best.map(Findings::quoted).orElse("no remedy") + " " + with.decimals(3)
                        + "; full SFT then RFT " + full.decimals(3),
                madeUp,
                lessThan(HALF));
    }

    private Finding littleSupervisionDoes() {
        Optional<Treatment> little = runs.little().map(FewLabels.Point::treatment);
        Seeds some = of(little, runs::trainReward);
        Seeds full = of(runs.full(), runs::trainReward);
        Seeds relative = runs.fewLabels()
                .map(found -> some.with(value -> part(value, found.fullReward())))
                .orElse(Seeds.NONE);
        List<Condition> conditions = new ArrayList<>();
        conditions.add(new Condition(
                "Its train reward is at least " + Numbers.percent(NEARLY_ALL) + " of that of RFT after full SFT",
                relative.percent(),
                little.map(Findings::quoted).orElse("") + " " + some.decimals(3) + "; full SFT then RFT "
                        + full.decimals(3),
                relative,
                atLeast(NEARLY_ALL)));
        Seeds rft = of(runs.rft(), runs::trainReward);
        Seeds madeUp = madeUp(rft, some, full);
        conditions.add(new Condition(
                "It makes up at least half of the train reward that default RFT lacks to full SFT then RFT",
                madeUp.percent(),
                "default RFT " + rft.decimals(3),
                madeUp,
                atLeast(HALF)));
        Function<Treatment, Seeds> atRisk =
                treatment -> runs.ofGroups(treatment, group -> group.atRisk().after());
        Seeds atRiskMadeUp = madeUp(of(runs.rft(), atRisk), of(little, atRisk), of(runs.full(), atRisk));
        if (!atRiskMadeUp.isEmpty()) {
            conditions.add(new Condition(
                    "The same for the reward of the inputs at risk",
                    atRiskMadeUp.percent(),
                    "default RFT " + of(runs.rft(), atRisk).decimals(3) + "; little SFT then RFT "
                            + of(little, atRisk).decimals(3) + "; full SFT then RFT "
                            + of(runs.full(), atRisk).decimals(3),
                    atRiskMadeUp,
                    atLeast(HALF)));
        }
        return new Finding(
                "A little SFT does: RFT after SFT on few labels is nearly as good as after full SFT", conditions);
    }

    private static String quoted(Treatment treatment) {
        return "“" + treatment.label() + "”";
    }

    static Seeds of(Optional<Treatment> treatment, Function<Treatment, Seeds> quantity) {
        return treatment.map(quantity).orElse(Seeds.NONE);
    }

    /** The part of the way from RFT to full supervision with RFT that something makes up; NaN where there is no way to go. */
    static Seeds madeUp(Seeds rft, Seeds something, Seeds full) {
        Seeds gained = something.with(rft, (one, other) -> one - other);
        return gained.with(full.with(rft, (one, other) -> one - other), Findings::part);
    }

    /** NaN where the whole is not positive. */
    private static double part(double part, double whole) {
        return whole > 0 ? part / whole : Double.NaN;
    }

    private static DoublePredicate atLeast(double threshold) {
        return value -> value >= threshold;
    }

    private static DoublePredicate lessThan(double threshold) {
        return value -> value < threshold;
    }
}
