package org.ducksoup.sfu;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** The packages of this bundle are small enough to be read, and have no cyclic dependencies. */
class RoomsTest {
    /** The number of files of a package, including its package-info. */
    private static final int MAX_FILES = 20;

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.ducksoup.sfu");

    @Test
    void areFreeOfCycles() {
        slices().matching("org.ducksoup.(**)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void areSmall() {
        Map<String, Long> sizes = classes.stream()
                .filter(JavaClass::isTopLevelClass)
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        Assertions.assertThat(sizes)
                .hasSizeGreaterThan(5)
                .allSatisfy((name, size) -> Assertions.assertThat(size).as(name).isLessThanOrEqualTo(MAX_FILES));
    }
}
