package org.rlgrad;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The house's rules: which package may know which, and what only one place may do. The README draws the same picture. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter().importPath(Path.of("target", "classes"));

    /** Everything of rlgrad that a package uses, itself and the root (ExitCode, Failure, Release, PythonText) apart. */
    @ParameterizedTest(name = "{0} uses only {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "cli        | config experiment",
                "experiment | config controlled data figure generate hub metric model page random report reward statistics study tensor tokenizer train",
                "benchmark  | config controlled data generate model random reward tensor tokenizer train",
                "controlled | config data hub model random report tensor tokenizer train",
                "train      | config data generate metric model random reward tensor tokenizer",
                "generate   | config model random tensor",
                "reward     | config data hub metric model tensor tokenizer",
                "metric     | config",
                "model      | config hub random tensor",
                "tokenizer  | config hub",
                "data       | config random",
                "tensor     | ''",
                "hub        | config",
                "config     | ''",
                "random     | ''",
                "page       | config figure report statistics study",
                "study      | config figure report statistics",
                "figure     | report statistics",
                "statistics | random",
                "report     | statistics",
            })
    void packageUsesOnly(String name, String allowed) {
        List<String> packages = new ArrayList<>(List.of("org.rlgrad", "org.rlgrad." + name + ".."));
        Arrays.stream(allowed.split(" "))
                .filter(other -> !other.isEmpty())
                .forEach(other -> packages.add("org.rlgrad." + other + ".."));
        classes()
                .that()
                .resideInAPackage("org.rlgrad." + name + "..")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(packages.toArray(String[]::new)).or(not(resideInAnyPackage("org.rlgrad.."))))
                .check(CLASSES);
    }

    @Test
    void everyPackageHasItsRule() {
        classes()
                .should()
                .resideInAnyPackage(
                        "org.rlgrad",
                        "org.rlgrad.benchmark",
                        "org.rlgrad.cli",
                        "org.rlgrad.config",
                        "org.rlgrad.controlled",
                        "org.rlgrad.data",
                        "org.rlgrad.experiment",
                        "org.rlgrad.figure",
                        "org.rlgrad.generate",
                        "org.rlgrad.hub",
                        "org.rlgrad.metric",
                        "org.rlgrad.model",
                        "org.rlgrad.model.weights",
                        "org.rlgrad.page",
                        "org.rlgrad.random",
                        "org.rlgrad.report",
                        "org.rlgrad.reward",
                        "org.rlgrad.statistics",
                        "org.rlgrad.study",
                        "org.rlgrad.study.comparison",
                        "org.rlgrad.study.forecast",
                        "org.rlgrad.study.sweep",
                        "org.rlgrad.tensor",
                        "org.rlgrad.tokenizer",
                        "org.rlgrad.train",
                        "ai.djl.pytorch.jni")
                .check(CLASSES);
    }

    @Test
    void rootKnowsNoPackage() {
        noClasses()
                .that()
                .resideInAPackage("org.rlgrad")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.rlgrad.*..", "ai.djl..")
                .check(CLASSES);
    }

    @Test
    void noCycles() {
        slices().matching("org.rlgrad.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyTheTensorLayerKnowsThePyTorchEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.rlgrad.tensor", "ai.djl.pytorch.jni")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl.pytorch..")
                .check(CLASSES);
    }

    @Test
    void textAndFilesNeedNoTensors() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.rlgrad.cli",
                        "org.rlgrad.config",
                        "org.rlgrad.data",
                        "org.rlgrad.figure",
                        "org.rlgrad.hub",
                        "org.rlgrad.metric",
                        "org.rlgrad.page",
                        "org.rlgrad.random",
                        "org.rlgrad.report",
                        "org.rlgrad.statistics",
                        "org.rlgrad.study..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl..")
                .check(CLASSES);
    }

    @Test
    void onlyMainEndsTheProcess() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(org.rlgrad.cli.Main.class, org.rlgrad.benchmark.Main.class)
                .should()
                .callMethod(System.class, "exit", int.class)
                .check(CLASSES);
    }

    @Test
    void oneLogger() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging", "org.apache.commons.logging", "org.apache.log4j..")
                .check(CLASSES);
    }

    @Test
    void noReflectionAndNoServiceLoader() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.reflect")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(java.util.ServiceLoader.class)
                .check(CLASSES);
    }
}
