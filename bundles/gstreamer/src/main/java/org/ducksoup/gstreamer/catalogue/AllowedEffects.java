package org.ducksoup.gstreamer.catalogue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.gstreamer.catalogue.Verdict.Ruling;
import org.jspecify.annotations.Nullable;

/**
 * The elements that were measured, and the values that pages may set. They are listed in {@code allowed-effects.txt}
 * beside this class; the head of that file explains its format. An element that is not in the list is not allowed.
 * Immutable.
 */
public final class AllowedEffects {
    private static final String FILE = "allowed-effects.txt";

    private final SortedMap<String, Verdict> verdicts;

    private AllowedEffects(SortedMap<String, Verdict> verdicts) {
        this.verdicts = new TreeMap<>(verdicts);
    }

    /** The list that comes with this bundle. */
    public static AllowedEffects shipped() {
        try (InputStream file = Objects.requireNonNull(AllowedEffects.class.getResourceAsStream(FILE), FILE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return of(lines.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalArgumentException naming the first line that cannot be read */
    static AllowedEffects of(List<String> lines) {
        Reader reader = new Reader();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.isBlank() && !line.startsWith("#")) {
                try {
                    reader.read(line);
                } catch (RuntimeException e) {
                    throw new IllegalArgumentException(
                            FILE + ", line " + (i + 1) + ", makes no sense: " + line.strip(), e);
                }
            }
        }
        return new AllowedEffects(reader.finished());
    }

    /** Empty for an element that was not measured. */
    Optional<Verdict> find(String element) {
        return Optional.ofNullable(verdicts.get(element));
    }

    /** All verdicts by the names of their elements. */
    Collection<Verdict> all() {
        return List.copyOf(verdicts.values());
    }

    private static final class Reader {
        private final SortedMap<String, Verdict> verdicts = new TreeMap<>();
        private @Nullable MediaKind section;
        private @Nullable String element;

        void read(String line) {
            if (line.startsWith("[")) {
                String kind = line.strip().substring(1, line.strip().length() - 1);
                section = MediaKind.valueOf(kind.toUpperCase(Locale.ROOT));
                return;
            }
            int colon = line.indexOf(": ");
            String name = line.substring(0, colon).strip();
            String text = line.substring(colon + 2).strip();
            if (Character.isWhitespace(line.charAt(0))) {
                addProperty(name, Bounds.of(text));
            } else {
                addElement(name, text);
            }
        }

        private void addElement(String name, String text) {
            int end = text.indexOf(". ");
            Ruling ruling = Ruling.valueOf((end < 0 ? text : text.substring(0, end)).toUpperCase(Locale.ROOT));
            String reason = end < 0 ? "" : text.substring(end + 2);
            Verdict verdict = new Verdict(name, Objects.requireNonNull(section), ruling, reason, new TreeMap<>());
            if (verdicts.put(name, verdict) != null) {
                throw new IllegalArgumentException(name + " is there twice");
            }
            element = name;
        }

        private void addProperty(String name, Bounds bounds) {
            Verdict verdict = Objects.requireNonNull(verdicts.get(Objects.requireNonNull(element)));
            SortedMap<String, Bounds> properties = new TreeMap<>(verdict.properties());
            if (properties.put(name, bounds) != null) {
                throw new IllegalArgumentException(name + " is there twice");
            }
            verdicts.put(verdict.element(), verdict.with(properties));
        }

        SortedMap<String, Verdict> finished() {
            return verdicts;
        }
    }
}
