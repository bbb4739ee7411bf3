package org.ducksoup.itest.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.ducksoup.itest.tool.Project;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Packages are small, and their dependencies have one direction. */
@Tag("waits")
class PackagesTest {
    private static final int MAX_CLASSES = 20;

    private static final List<Path> MAIN = Project.classDirectories();
    private static final List<Path> TESTS = Project.testClassDirectories();

    @Test
    void noPackagesNeedEachOther() {
        JavaClasses main = new ClassFileImporter().importPaths(MAIN);
        assertThat(main.stream().map(JavaClass::getPackageName).distinct()).hasSizeGreaterThan(30);
        slices().matching("org.ducksoup.(**)").should().beFreeOfCycles().check(main);
    }

    @Test
    void noPackagesOfTheseTestsNeedEachOther() {
        JavaClasses here = new ClassFileImporter()
                .importPaths(TESTS.stream()
                        .filter(path -> path.toString().contains("/itest/"))
                        .toList());
        assertThat(here.stream().map(JavaClass::getPackageName).distinct()).hasSizeGreaterThan(10);
        slices().matching("org.ducksoup.itest.(**)").should().beFreeOfCycles().check(here);
    }

    @Test
    void noPackageIsTooLarge() {
        Map<String, Long> sizes = new TreeMap<>();
        List<Path> all = new ArrayList<>(MAIN);
        all.addAll(TESTS);
        for (Path directory : all) {
            new ClassFileImporter()
                    .importPath(directory).stream()
                            .filter(JavaClass::isTopLevelClass)
                            .filter(type -> !type.getSimpleName().equals("package-info"))
                            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()))
                            .forEach((name, size) -> sizes.merge(name, size, Math::max));
        }
        Set<String> large = sizes.entrySet().stream()
                .filter(entry -> entry.getValue() > MAX_CLASSES)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        assertThat(large)
                .as("packages of more than %d classes, of %s", MAX_CLASSES, sizes)
                .isEmpty();
    }

    @Test
    void theContractsAreContractsOnly() {
        noClasses()
                .that()
                .resideInAPackage("org.ducksoup.api..")
                .should(ArchConditions.be(describe(
                        "neither interfaces, records, enums, annotations nor exceptions",
                        type -> type.isTopLevelClass()
                                && !type.isInterface()
                                && !type.isRecord()
                                && !type.isEnum()
                                && !type.isAssignableTo(Exception.class))))
                .check(new ClassFileImporter().importPaths(MAIN));
    }
}
