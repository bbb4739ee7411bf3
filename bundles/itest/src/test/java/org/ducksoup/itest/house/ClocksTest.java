package org.ducksoup.itest.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.ducksoup.itest.tool.Project;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Clocks are arguments, and nothing sleeps. A test that sleeps is slower than needed, and fails when the machine is
 * busy.
 */
@Tag("waits")
class ClocksTest {
    /** The places where a component is made from its references. Only they may use the machine's clock. */
    private static final Set<String> EDGES = Set.of(
            "org.ducksoup.gstreamer.GStreamerPipelineFactory",
            "org.ducksoup.parts.SystemTimer",
            "org.ducksoup.parts.WallClock",
            "org.ducksoup.recording.salvage.Salvage",
            "org.ducksoup.settings.SettingsComponent",
            "org.ducksoup.shell.doctor.Doctor",
            "org.ducksoup.stats.log.JsonEventLog",
            "org.ducksoup.stats.log.UncaughtExceptions",
            "org.ducksoup.transport.Ice4jPeerConnectionFactory",
            "org.ducksoup.web.FrontBuild",
            "org.ducksoup.web.WebGateway");

    /** A command that prints again and again for a person, on the console's thread. Nothing else waits for it. */
    private static final Set<String> PACERS = Set.of("org.ducksoup.shell.command.WatchCommand");

    /** The only test that sleeps. It runs inside the container, where only the classes of Pax Exam are available. */
    private static final Set<String> SLEEPERS = Set.of("org.ducksoup.itest.extension.InContainerTest");

    private static final DescribedPredicate<JavaAccess<?>> SLEEPS =
            call("sleep", "java.lang.Thread.sleep|java.util.concurrent.TimeUnit.sleep");
    private static final DescribedPredicate<JavaAccess<?>> READS_A_CLOCK = call(
            "read a clock of the machine",
            "java.lang.System.currentTimeMillis|java.time.Clock.(system|tick).*|java.time.InstantSource.system"
                    + "|org.ducksoup.parts.WallClock.(utc|in)");
    private static final DescribedPredicate<JavaAccess<?>> READS_THE_TIME = call(
            "read the time without a clock",
            "java.time.(Instant|LocalDate|LocalDateTime|ZonedDateTime|OffsetDateTime).now");

    private static DescribedPredicate<JavaAccess<?>> call(String what, String names) {
        Pattern pattern = Pattern.compile(names);
        return DescribedPredicate.describe(what, access -> {
            String name = access.getTargetOwner().getName() + "." + access.getName();
            return pattern.matcher(name).matches() && !hasClock(access);
        });
    }

    private static boolean hasClock(JavaAccess<?> access) {
        return access.getTarget() instanceof CodeUnitCallTarget target
                && target.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(java.time.Clock.class));
    }

    private static ArchRule nobodyBut(Set<String> few, DescribedPredicate<JavaAccess<?>> does) {
        return noClasses()
                .that(DescribedPredicate.describe(
                        "are none of " + few,
                        type -> !few.contains(outermost(type).getName())))
                .should()
                .accessTargetWhere(does);
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ClocksTest::outermost).orElse(type);
    }

    private static List<Path> ofTheServer() {
        return Project.classDirectories().stream()
                .filter(path -> !path.toString().contains("/testkit/"))
                .toList();
    }

    @Test
    void theServerReadsNoClockBelowItsEdge() {
        var server = new ClassFileImporter().importPaths(ofTheServer());
        nobodyBut(PACERS, SLEEPS).check(server);
        nobodyBut(Set.of(), READS_THE_TIME).check(server);
        nobodyBut(EDGES, READS_A_CLOCK).check(server);
        assertThat(EDGES).as("edges that are there").allMatch(server::contain);
        assertThat(PACERS).as("those that pace are there").allMatch(server::contain);
    }

    @Test
    void noTestSleeps() {
        var tests = new ClassFileImporter().importPaths(Project.testClassDirectories());
        assertThat(tests.size()).isGreaterThan(300);
        nobodyBut(SLEEPERS, SLEEPS).check(tests);
        nobodyBut(Set.of(), SLEEPS)
                .check(new ClassFileImporter()
                        .importPaths(Project.ROOT.resolve("bundles/testkit/target/classes/org/ducksoup")));
        assertThat(SLEEPERS).as("sleepers that are there").allMatch(tests::contain);
    }
}
