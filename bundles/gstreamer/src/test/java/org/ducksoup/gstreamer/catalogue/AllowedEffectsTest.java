package org.ducksoup.gstreamer.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.gstreamer.catalogue.Bounds.Range;
import org.ducksoup.gstreamer.catalogue.Verdict.Ruling;
import org.ducksoup.gstreamer.element.ElementFacts;
import org.ducksoup.gstreamer.element.PropertyFacts;
import org.freedesktop.gstreamer.Gst;
import org.freedesktop.gstreamer.Version;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Checks the list against the installed elements and against the guide. */
final class AllowedEffectsTest {
    /** Default values of elements that pages may not set. */
    private static final Set<String> STARTS_OUTSIDE = Set.of("coloreffects preset");

    private static final Path GUIDE = Path.of("../../docs/effects.md");
    private static final String BEGIN = "<!-- allowed effects -->\n";
    private static final String END = "<!-- end of allowed effects -->\n";

    private static final AllowedEffects LIST = AllowedEffects.shipped();
    private static final ElementCatalogue CATALOGUE = new ElementCatalogue();

    @BeforeAll
    static void start() {
        Gst.setSegTrap(false);
        Gst.init(Version.of(1, 20), "test");
    }

    @Test
    void readsElementsWithTheirProperties() {
        AllowedEffects list = AllowedEffects.of(List.of(
                "# a comment",
                "[audio]",
                "pitch: narrowed",
                "    pitch: 0.1 to 10",
                "    tempo: 1. It changes duration. Really.",
                "    length: 3 to 1001, at the start. It crashes.",
                "[video]",
                "smooth: refused. It is slow.",
                "coloreffects: allowed",
                "    preset: any",
                "    mode: one|the other"));
        Verdict pitch = list.find("pitch").orElseThrow();
        assertThat(pitch.kind()).isEqualTo(MediaKind.AUDIO);
        assertThat(pitch.ruling()).isEqualTo(Ruling.NARROWED);
        assertThat(pitch.reason("tempo")).isEqualTo("It changes duration. Really.");
        assertThat(pitch.properties().get("tempo").isFixed()).isTrue();
        assertThat(pitch.properties().get("length").live()).isFalse();
        assertThat(pitch.properties().get("length").written()).isEqualTo("3 to 1001, at the start");
        assertThat(pitch.properties().get("pitch").written()).isEqualTo("0.1 to 10");
        assertThat(list.find("smooth").orElseThrow())
                .extracting(Verdict::ruling, Verdict::reason, Verdict::kind)
                .containsExactly(Ruling.REFUSED, "It is slow.", MediaKind.VIDEO);
        assertThat(list.find("coloreffects")
                        .orElseThrow()
                        .properties()
                        .get("mode")
                        .range())
                .isEqualTo(new Range.OneOf(List.of("one", "the other")));
        assertThat(list.find("gamma")).isEmpty();
    }

    @Test
    void aLineThatMakesNoSenseIsNamed() {
        assertThatThrownBy(() -> AllowedEffects.of(List.of("[audio]", "pitch: perhaps")))
                .hasMessageContaining("line 2")
                .hasMessageContaining("pitch: perhaps");
        assertThatThrownBy(() -> AllowedEffects.of(List.of("[audio]", "pitch: allowed", "pitch: allowed")))
                .hasMessageContaining("line 3");
        assertThatThrownBy(() -> AllowedEffects.of(List.of("[audio]", "    tempo: 1")))
                .hasMessageContaining("line 2");
    }

    @Test
    void everyFilterThatIsInstalledIsOnTheList() {
        List<String> unknown = new ArrayList<>();
        for (String factory : InstalledEffects.factories("Filter", "Effect", "Converter")) {
            Optional<ElementFacts> facts = CATALOGUE.find(factory);
            boolean effect = facts.isPresent()
                    && facts.get().filtered() != null
                    && facts.get().classes().stream().noneMatch(EXPERTS::contains);
            if (effect && LIST.find(factory).isEmpty()) {
                unknown.add(factory);
            }
        }
        assertThat(unknown).as("installed, and never measured").isEmpty();
    }

    /** Words of GStreamer's classes that do not concern pictures and sound. */
    private static final List<String> EXPERTS = List.of(
            "Source", "Sink", "Network", "File", "Generic", "Bin", "Codec", "Encoder", "Decoder", "Parser", "RTP",
            "Device", "Debug", "Testing");

    @Test
    void whatIsOnTheListFitsWhatIsInstalled() {
        List<String> wrong = new ArrayList<>();
        for (Verdict verdict : LIST.all()) {
            Optional<ElementFacts> facts = CATALOGUE.find(verdict.element());
            if (facts.isEmpty()) {
                continue;
            }
            if (facts.get().filtered() != verdict.kind()) {
                wrong.add(verdict.element() + " is no " + verdict.kind() + " effect");
            }
            verdict.properties().forEach((name, bounds) -> {
                PropertyFacts property = facts.get().properties().get(name);
                if (property == null || !property.writable()) {
                    wrong.add(verdict.element() + " has no " + name);
                } else if (!(bounds.range() instanceof Range.Refused)
                        && bounds.within(property.domain()).isEmpty()) {
                    wrong.add(verdict.element() + " " + name + " takes nothing of " + bounds.written());
                } else if (startsOutside(verdict, facts.get(), property)
                        && !STARTS_OUTSIDE.contains(verdict.element() + " " + name)) {
                    wrong.add(verdict.element() + " " + name + " starts at " + property.initial());
                } else if (bounds.range() instanceof Range.Any && property.isNumber()) {
                    wrong.add(verdict.element() + " " + name + " needs numbers as its bounds");
                }
            });
        }
        assertThat(wrong).isEmpty();
    }

    /** Otherwise a property that is not set would have a value that pages may not set. */
    private static boolean startsOutside(Verdict verdict, ElementFacts facts, PropertyFacts property) {
        String initial = property.initial();
        PropertyFacts bounded = verdict.bounded(facts).properties().get(property.name());
        return initial != null
                && bounded != null
                && bounded.writable()
                && bounded.parse(initial).isEmpty();
    }

    @Test
    void whoIsNarrowedOrRefusedKnowsWhy() {
        assertThat(LIST.all()).hasSizeGreaterThanOrEqualTo(119);
        assertThat(LIST.all().stream()
                        .filter(v -> v.ruling() == Ruling.REFUSED && v.reason().length() < 20)
                        .map(Verdict::element))
                .isEmpty();
        assertThat(LIST.all().stream()
                        .filter(v -> v.ruling() == Ruling.NARROWED)
                        .filter(v -> v.properties().values().stream().allMatch(b -> b.range() instanceof Range.Any))
                        .map(Verdict::element))
                .isEmpty();
    }

    /** Written anew with {@code -DargLine=-Dgolden.write=true}. */
    @Test
    void theGuideHasTheList() throws IOException {
        String guide = Files.readString(GUIDE);
        int begin = guide.indexOf(BEGIN) + BEGIN.length();
        int end = guide.indexOf(END);
        String written = guide.substring(0, begin) + table() + guide.substring(end);
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(GUIDE, written);
            return;
        }
        assertThat(guide).as("docs/effects.md has the list as it is").isEqualTo(written);
    }

    private static String table() {
        StringBuilder text = new StringBuilder();
        for (MediaKind kind : MediaKind.values()) {
            text.append("\n### ")
                    .append(kind == MediaKind.AUDIO ? "Voices" : "Faces")
                    .append("\n\n");
            text.append("| effect | properties | why not more |\n|---|---|---|\n");
            rows(text, kind, false);
            text.append("\nNot allowed:\n\n| effect | why |\n|---|---|\n");
            rows(text, kind, true);
        }
        return text.append('\n').toString();
    }

    private static void rows(StringBuilder text, MediaKind kind, boolean refused) {
        for (Verdict verdict : LIST.all()) {
            if (verdict.kind() == kind && (verdict.ruling() == Ruling.REFUSED) == refused) {
                text.append("| `").append(verdict.element()).append("` | ");
                text.append(refused ? verdict.reason() : properties(verdict) + " | " + reasons(verdict));
                text.append(" |\n");
            }
        }
    }

    private static String properties(Verdict verdict) {
        return verdict.properties().entrySet().stream()
                .filter(property -> !(property.getValue().range() instanceof Range.Refused))
                .map(property -> property.getValue().range() instanceof Range.Any
                                && property.getValue().live()
                        ? property.getKey()
                        : property.getKey() + " " + property.getValue().written())
                .collect(Collectors.joining("; "));
    }

    private static String reasons(Verdict verdict) {
        TreeMap<String, List<String>> byReason = new TreeMap<>();
        verdict.properties().forEach((name, bounds) -> {
            if (!bounds.reason().isEmpty()) {
                byReason.computeIfAbsent(bounds.reason(), unused -> new ArrayList<>())
                        .add(name);
            }
        });
        return byReason.entrySet().stream()
                .map(reason -> String.join(", ", reason.getValue()) + ": " + reason.getKey())
                .collect(Collectors.joining(" "));
    }
}
