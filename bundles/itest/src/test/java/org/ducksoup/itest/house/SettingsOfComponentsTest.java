package org.ducksoup.itest.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.settings.PidConfigurations;
import org.ducksoup.settings.table.Inputs;
import org.ducksoup.settings.table.PipelineTexts;
import org.ducksoup.settings.table.Resolver;
import org.ducksoup.settings.table.Setting;
import org.ducksoup.settings.table.SettingsTable;
import org.ducksoup.settings.table.ValueType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The table of settings and the metatype of each component say the same: keys, types, defaults and ranges. */
@Tag("waits")
class SettingsOfComponentsTest {
    /** Settings that no component reads directly, because the settings bundle derives other values from them. */
    private static final Set<String> FOR_THE_SETTINGS_BUNDLE = Set.of(
            "org.ducksoup.web mode",
            "org.ducksoup.web certificate",
            "org.ducksoup.web key",
            "org.ducksoup.web webContainer.target",
            "org.ducksoup.transport explicitHostCandidate",
            "org.ducksoup.sfu gcc");

    /**
     * These are delivered as absolute paths, so their defaults depend on the directory in which the server was started.
     */
    private static final Set<String> PATHS =
            Set.of("org.ducksoup.sfu dataDirectory", "org.ducksoup.plan stateDirectory");

    /** Lists whose default is a public server. A component without configuration uses no public server. */
    private static final Set<String> NONE_WITHOUT_SETTINGS =
            Set.of("org.ducksoup.sfu iceServers", "org.ducksoup.transport iceServers");

    private record Attribute(String type, boolean list, String defaultValue, String min, String max) {}

    private static final Map<String, Attribute> ATTRIBUTES = new TreeMap<>();
    private static final Map<String, Object> DELIVERED = new TreeMap<>();

    @BeforeAll
    static void load() throws Exception {
        for (Path bundle : Project.bundles()) {
            Path metatype = bundle.resolve("target/classes/OSGI-INF/metatype");
            if (Files.isDirectory(metatype)) {
                try (Stream<Path> files = Files.list(metatype)) {
                    for (Path file : files.toList()) {
                        read(file);
                    }
                }
            }
        }
        PidConfigurations.of(
                        Resolver.resolve(
                                new Inputs(Map.of(), Map.of(), Map.of(), Map.of(), List.of(), Path.of("/launch"))),
                        Path.of("/launch"))
                .forEach((pid, values) -> values.forEach((key, value) -> DELIVERED.put(pid + " " + key, value)));
    }

    private static void read(Path file) throws Exception {
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        String pid = elements(document.getElementsByTagName("Designate")).get(0).getAttribute("pid");
        for (Element attribute : elements(document.getElementsByTagName("AD"))) {
            ATTRIBUTES.put(
                    pid + " " + attribute.getAttribute("id"),
                    new Attribute(
                            attribute.getAttribute("type"),
                            !attribute.getAttribute("cardinality").isEmpty(),
                            attribute.getAttribute("default"),
                            attribute.getAttribute("min"),
                            attribute.getAttribute("max")));
        }
    }

    private static List<Element> elements(NodeList nodes) {
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }

    @Test
    void everyComponentReadsWhatIsDeliveredToIt() {
        assertThat(ATTRIBUTES.keySet().stream().map(name -> name.split(" ")[0]).distinct())
                .contains(
                        SettingsTable.WEB,
                        SettingsTable.SIGNALING,
                        SettingsTable.SFU,
                        SettingsTable.TRANSPORT,
                        SettingsTable.GSTREAMER,
                        SettingsTable.STATS);
        Set<String> delivered = new TreeSet<>(DELIVERED.keySet());
        delivered.removeAll(FOR_THE_SETTINGS_BUNDLE);
        Set<String> read = new TreeSet<>(ATTRIBUTES.keySet());
        // Pipeline texts are delivered only if config/gst.yml has one.
        PipelineTexts.keys().values().forEach(key -> read.remove(SettingsTable.GSTREAMER + " " + key));
        read.remove(SettingsTable.GSTREAMER + " jitterBufferProperties");
        assertThat(difference(delivered, read))
                .as("delivered, and read by no component")
                .isEmpty();
        assertThat(difference(read, delivered))
                .as("read by a component, and never delivered")
                .isEmpty();
    }

    private static Set<String> difference(Set<String> from, Set<String> without) {
        Set<String> rest = new TreeSet<>(from);
        rest.removeAll(without);
        return rest;
    }

    @Test
    void typesAndDefaultsAreThoseOfTheTable() {
        List<String> differences = new ArrayList<>();
        ATTRIBUTES.forEach((name, attribute) -> {
            Object value = DELIVERED.get(name);
            if (value == null) {
                return;
            }
            String type =
                    value instanceof String[] ? "String" : value.getClass().getSimpleName();
            if (!type.equals(attribute.type()) || value instanceof String[] != attribute.list()) {
                differences.add(name + " is delivered as " + type + ", and read as " + attribute.type());
            }
            String text = value instanceof String[] entries ? String.join(",", entries) : value.toString();
            if (!PATHS.contains(name)
                    && !text.equals(attribute.defaultValue())
                    && !(NONE_WITHOUT_SETTINGS.contains(name)
                            && attribute.defaultValue().isEmpty())) {
                differences.add(
                        name + " is " + text + " by the table, and " + attribute.defaultValue() + " by the component");
            }
        });
        assertThat(differences).isEmpty();
    }

    @Test
    void rangesAreThoseOfTheTable() {
        List<String> differences = new ArrayList<>();
        for (Setting setting : SettingsTable.ALL) {
            String name = setting.pid() + " " + setting.key();
            Attribute attribute = ATTRIBUTES.get(name);
            ValueType.Range range = setting.type().range();
            if (attribute == null) {
                continue;
            }
            String ofTable = range == null ? "" : range.min() + " to " + range.max();
            String ofComponent = attribute.min().isEmpty() && attribute.max().isEmpty()
                    ? ""
                    : attribute.min() + " to " + attribute.max();
            if (!ofTable.equals(ofComponent)) {
                differences.add(name + ": the table allows " + ofTable + ", the component says " + ofComponent);
            }
        }
        assertThat(differences).isEmpty();
    }
}
