package org.ducksoup.settings.source;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.ducksoup.settings.table.Inputs;
import org.ducksoup.settings.table.PipelineTexts;
import org.ducksoup.settings.table.SettingsTable;

/**
 * The places on disk from which settings are read.
 *
 * @param etc Karaf's directory of configurations
 * @param config the directory of the YAML files
 * @param launchDirectory where the server was started from; {@code .env} lies there, and relative paths start there
 */
public record InputFiles(Path etc, Path config, Path launchDirectory) {
    private static final List<String> YAML_FILES = List.of("sfu.yml", "server.yml", PipelineTexts.FILE);

    private static final String SUFFIX = ".cfg";

    /** Reads all of them. A file that cannot be read becomes a sentence in the inputs, never an exception. */
    public Inputs read(Map<String, String> environment) {
        List<String> unreadable = new ArrayList<>();
        Map<String, String> dotEnv = "DEV".equals(environment.get("DUCKSOUP_MODE"))
                ? DotEnv.parse(
                        text(launchDirectory.resolve(".env"), ".env", unreadable)
                                .lines()
                                .toList(),
                        unreadable)
                : Map.of();
        return read(environment, dotEnv, unreadable);
    }

    /** Reads the files that apply live again. The environment and {@code .env} stay as they were at the start. */
    public Inputs readAgain(Inputs before) {
        return read(before.environment(), before.dotEnv(), new ArrayList<>());
    }

    private Inputs read(Map<String, String> environment, Map<String, String> dotEnv, List<String> unreadable) {
        Map<String, Map<String, String>> cfg = new LinkedHashMap<>();
        for (Path file : cfgFiles()) {
            String name = String.valueOf(file.getFileName());
            String pid = name.substring(0, name.length() - SUFFIX.length());
            cfg.put(pid, properties(text(file, "etc/" + name, unreadable), "etc/" + name, unreadable));
        }
        Map<String, String> yaml = new LinkedHashMap<>();
        for (String name : YAML_FILES) {
            yaml.putAll(YamlPlaces.parse(name, text(config.resolve(name), "config/" + name, unreadable), unreadable));
        }
        return new Inputs(environment, dotEnv, cfg, yaml, unreadable, launchDirectory);
    }

    /**
     * A value that changes when one of the files that apply live changes.
     *
     * @param others further files to watch
     */
    public Map<Path, String> fingerprint(List<Path> others) {
        List<Path> files = new ArrayList<>(cfgFiles());
        files.addAll(others);
        YAML_FILES.forEach(name -> files.add(config.resolve(name)));
        Map<Path, String> fingerprint = new TreeMap<>();
        for (Path file : files) {
            try {
                fingerprint.put(file, Files.getLastModifiedTime(file) + " " + Files.size(file));
            } catch (IOException e) {
                fingerprint.put(file, "absent");
            }
        }
        return fingerprint;
    }

    private List<Path> cfgFiles() {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(etc, SettingsTable.PREFIX + "*" + SUFFIX)) {
            found.forEach(files::add);
        } catch (IOException e) {
            return List.of();
        }
        files.sort(null);
        return files;
    }

    private static String text(Path file, String name, List<String> unreadable) {
        if (!Files.exists(file)) {
            return "";
        }
        try {
            return Files.readString(file);
        } catch (IOException e) {
            unreadable.add(name + " cannot be read (" + e + "), but it must be a readable file in UTF-8.");
            return "";
        }
    }

    private static Map<String, String> properties(String text, String name, List<String> unreadable) {
        Properties properties = new Properties();
        try (StringReader reader = new StringReader(text)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            unreadable.add(name + " is not understood (" + e.getMessage() + "), but it must be lines of key = value.");
        }
        Map<String, String> keys = new LinkedHashMap<>();
        properties.stringPropertyNames().forEach(key -> keys.put(key, properties.getProperty(key)));
        return keys;
    }
}
