package org.ducksoup.itest.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.settings.table.Setting;
import org.ducksoup.settings.table.SettingsTable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every test and every setting that docs/security.md names exists, and each attack of its table is shown by a test. */
@Tag("waits")
class SecurityGuideTest {
    /** A class in the bundle that is named before it, {@code itest} where none is. */
    private static final Pattern TESTS = Pattern.compile("(?:(\\w+): )?((?:`\\w+Test`(?:, )?)+)");

    private static final Pattern NAME = Pattern.compile("`(\\w+Test)`");
    private static final Pattern SETTING = Pattern.compile("`((?:max|min|recording|message|join)\\w+)`");

    private static List<String> rows(String chapter) throws IOException {
        String page = Files.readString(Project.ROOT.resolve("docs/security.md"));
        String after = page.substring(page.indexOf("## " + chapter));
        int next = after.indexOf("\n## ", 3);
        return (next < 0 ? after : after.substring(0, next))
                .lines()
                .filter(line -> line.startsWith("| "))
                .skip(1)
                .toList();
    }

    @Test
    void everyAttackIsShownByTestsThatExist() throws IOException {
        List<String> missing = new ArrayList<>();
        Set<String> found = new TreeSet<>();
        for (String row : rows("What is tried")) {
            String[] cells = row.split(" \\| ");
            assertThat(cells).as(row).hasSize(4);
            Matcher tests = TESTS.matcher(cells[3]);
            assertThat(tests.find()).as("a test of: " + row).isTrue();
            do {
                String bundle = tests.group(1) == null ? "itest" : tests.group(1);
                Matcher name = NAME.matcher(tests.group(2));
                while (name.find()) {
                    found.add(name.group(1));
                    if (!exists(bundle, name.group(1))) {
                        missing.add(bundle + ": " + name.group(1));
                    }
                }
            } while (tests.find());
        }
        assertThat(missing).isEmpty();
        assertThat(found).hasSizeGreaterThan(20);
    }

    private static boolean exists(String bundle, String test) throws IOException {
        Path sources = Project.ROOT.resolve("bundles").resolve(bundle).resolve("src/test/java");
        if (!Files.isDirectory(sources)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(sources)) {
            return files.anyMatch(file -> file.getFileName().toString().equals(test + ".java"));
        }
    }

    @Test
    void everyAttackerIsThere() throws IOException {
        String attackers = String.join("\n", rows("What is tried"));
        assertThat(attackers)
                .contains(
                        "| participant |",
                        "| partner |",
                        "| stranger with a socket |",
                        "| stranger with UDP |",
                        "| page author |");
    }

    @Test
    void everySettingOfALimitExists() throws IOException {
        List<String> settings = SettingsTable.ALL.stream().map(Setting::key).toList();
        Set<String> named = new TreeSet<>();
        for (String row : rows("Limits")) {
            Matcher setting = SETTING.matcher(row);
            while (setting.find()) {
                named.add(setting.group(1));
            }
        }
        assertThat(named).hasSizeGreaterThan(10);
        assertThat(settings).containsAll(named);
    }
}
