package org.ducksoup.settings.source;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads the scalars of a YAML file, each by its place, for instance {@code sfu.yml:audio.minBitrate}. */
public final class YamlPlaces {
    private YamlPlaces() {}

    /** @param problems receives a sentence when the text is not YAML */
    public static Map<String, String> parse(String file, String text, List<String> problems) {
        Map<String, String> places = new LinkedHashMap<>();
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try {
            Object root = new Yaml(new SafeConstructor(options)).load(text);
            if (root instanceof Map<?, ?> map) {
                collect(file + ":", map, places);
            } else if (root != null) {
                problems.add("config/" + file + " is not understood, but it must be keys with values.");
            }
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            problems.add("Line " + line + " of config/" + file + " is not YAML: " + e.getProblem() + ".");
        } catch (YAMLException e) {
            problems.add("config/" + file + " is not YAML: " + e.getMessage() + ".");
        }
        return places;
    }

    private static void collect(String before, Map<?, ?> map, Map<String, String> places) {
        map.forEach((key, value) -> {
            if (value instanceof Map<?, ?> inner) {
                collect(before + key + ".", inner, places);
            } else if (value != null) {
                places.put(before + key, String.valueOf(value));
            }
        });
    }
}
