package org.ducksoup.itest.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ducksoup.itest.tool.Project;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every class of a walk in docs/architecture.md exists, and each step is connected with one before it. */
@Tag("waits")
class ReadersWalkTest {
    private static final Pattern STEP = Pattern.compile("^(\\d+)\\. `(\\w+)`");

    private static final Map<String, JavaClass> CLASSES = new ClassFileImporter()
            .importPaths(Project.classDirectories()).stream()
                    .filter(type -> type.getPackageName().startsWith("org.ducksoup.")
                            && !type.getEnclosingClass().isPresent()
                            && !type.getPackageName().startsWith("org.ducksoup.parts"))
                    .collect(Collectors.toMap(JavaClass::getSimpleName, type -> type, (one, other) -> one));

    private static List<List<String>> walks() throws IOException {
        Map<Integer, List<String>> walks = new LinkedHashMap<>();
        int count = 0;
        for (String line : Files.readAllLines(Project.ROOT.resolve("docs/architecture.md"))) {
            Matcher step = STEP.matcher(line);
            if (step.find()) {
                if (step.group(1).equals("1")) {
                    walks.put(++count, new ArrayList<>());
                }
                walks.get(count).add(step.group(2));
            }
        }
        return List.copyOf(walks.values());
    }

    @Test
    void thereAreAsManyWalksAsThePagePromises() throws IOException {
        assertThat(walks()).hasSize(8).allSatisfy(walk -> assertThat(walk).hasSizeGreaterThan(3));
    }

    @TestFactory
    Stream<DynamicTest> everyStepIsInTheCode() throws IOException {
        return walks().stream()
                .map(walk -> DynamicTest.dynamicTest(String.join(" ", walk), () -> {
                    assertThat(CLASSES.keySet()).containsAll(walk);
                    for (int i = 1; i < walk.size(); i++) {
                        JavaClass step = CLASSES.get(walk.get(i));
                        // A class may call several others, so a step may follow any earlier one.
                        List<String> before = walk.subList(0, i);
                        assertThat(before)
                                .as("who of these has to do with " + step.getSimpleName())
                                .anyMatch(name -> meet(CLASSES.get(name), step));
                    }
                }));
    }

    /**
     * Whether two classes are connected: directly, by an interface that one of them implements, or by a contract that
     * both use.
     */
    private static boolean meet(JavaClass one, JavaClass other) {
        return dependsOn(one, other) || dependsOn(other, one);
    }

    private static boolean dependsOn(JavaClass one, JavaClass other) {
        Set<String> known = names(one);
        return Stream.concat(Stream.of(other), other.getAllRawInterfaces().stream())
                .filter(type -> type.getName().startsWith("org.ducksoup."))
                .anyMatch(type -> known.contains(type.getName()));
    }

    private static Set<String> names(JavaClass type) {
        return withNested(type)
                .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
                .map(dependency -> dependency.getTargetClass().getName())
                .collect(Collectors.toSet());
    }

    /** The class and its nested classes. */
    private static Stream<JavaClass> withNested(JavaClass type) {
        return type.getPackage().getClasses().stream()
                .filter(each ->
                        each.getName().equals(type.getName()) || each.getName().startsWith(type.getName() + "$"));
    }
}
