package org.ducksoup.itest.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.ducksoup.itest.tool.Project;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/adr/0001: bundles meet in api, and each third-party library is used by one bundle. */
@Tag("waits")
class StarOfBundlesTest {
    private static final Set<String> SHARED = Set.of("api", "rtp", "parts");

    /** Copied into each bundle that uses it, so that no bundle needs another one. */
    private static final String PARTS = "parts";

    /** Modules that do not run in a server. They may use the classes of other bundles. */
    private static final Set<String> OUTSIDE = Set.of("testkit", "itest", "bench", "apitestkit");

    private static JavaClasses classes;

    @BeforeAll
    static void load() {
        classes = new ClassFileImporter().importPaths(Project.classDirectories());
    }

    private static String bundle(JavaClass type) {
        String[] parts = type.getPackageName().split("\\.");
        return parts.length > 2 && type.getPackageName().startsWith("org.ducksoup.") ? parts[2] : "";
    }

    @Test
    void everyBundleOfTheDistributionIsLookedAt() {
        Set<String> seen =
                classes.stream().map(StarOfBundlesTest::bundle).collect(Collectors.toCollection(TreeSet::new));
        assertThat(seen).contains("api", "rtp", "settings", "sfu", "signaling", "stats", "transport", "web");
    }

    @Test
    void bundlesImportOnlyTheSharedOnes() {
        Set<String> bundles = classes.stream()
                .map(StarOfBundlesTest::bundle)
                .filter(b -> !b.isEmpty() && !OUTSIDE.contains(b))
                .collect(Collectors.toSet());
        for (String bundle : bundles) {
            classes()
                    .that(describe("are in " + bundle, type -> bundle(type).equals(bundle)))
                    .should()
                    .onlyDependOnClassesThat(describe(
                            "are of the same bundle, of api or rtp, copied parts, or not ours",
                            type -> bundle(type).isEmpty()
                                    || bundle(type).equals(PARTS)
                                    || bundle(type).equals(bundle)
                                    || (SHARED.contains(bundle(type)) && !bundle.equals("rtp"))))
                    .check(classes);
        }
    }

    @Test
    void contractsNeedNothingButJavaAndAnnotations() {
        noClasses()
                .that(describe("are in api or rtp", type -> SHARED.contains(bundle(type))))
                .should()
                .dependOnClassesThat(describe(
                        "are neither Java's, nor ours, nor annotations",
                        type ->
                                List.of("java.", "javax.crypto.", "org.ducksoup.", "org.jspecify.", "org.osgi.")
                                                .stream()
                                                .noneMatch(
                                                        prefix -> type.getName().startsWith(prefix))
                                        && !type.isPrimitive()
                                        && !type.isArray()))
                .check(classes);
    }

    @ParameterizedTest
    @CsvSource({
        "org.eclipse.jetty, web",
        "org.ops4j.pax.web, web",
        "javax.servlet, web",
        "com.fasterxml.jackson, signaling stats settings shell recording webhooks cluster",
        "com.hazelcast, cluster",
        "org.ice4j, transport",
        "org.jitsi, transport",
        "org.bouncycastle, transport settings",
        "org.yaml, settings plan",
        "org.freedesktop.gstreamer, gstreamer",
        "com.sun.jna, gstreamer transport"
    })
    void librariesStopAtOneDoor(String library, String allowed) {
        Set<String> doors = Set.of(allowed.split(" "));
        noClasses()
                .that(describe(
                        "are in another bundle than " + allowed,
                        type -> !bundle(type).isEmpty()
                                && !OUTSIDE.contains(bundle(type))
                                && !doors.contains(bundle(type))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library + "..")
                .check(classes);
    }
}
