package org.ducksoup.sfu;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;
import org.ducksoup.sfu.recording.Recorders;
import org.junit.jupiter.api.Test;

/** The rules that the classes of this bundle keep together: rooms, dependencies, threads. */
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

    /**
     * The JVM has one thread for the timeouts of all futures. A continuation that waits for a disk there would stop every
     * timeout of the process. These two wait for the future themselves, and continue on their own thread.
     */
    @Test
    void continueNothingOnTheThreadOfAllTimeouts() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(Interactions.class, Recorders.class)
                .should()
                .callMethodWhere(target(nameMatching("completeOnTimeout|orTimeout|delayedExecutor")))
                .check(classes);
    }
}
