package org.ducksoup.itest.tool;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The measurements of one test class, in {@code target/figures/NAME.json}, so that runs can be compared. */
public final class FigureFile {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path file;
    private final Map<String, Double> figures = new TreeMap<>();

    public FigureFile(String name) {
        file = Path.of("target/figures", name + ".json").toAbsolutePath();
    }

    /** @param figure name of the measurement, with its unit */
    public synchronized FigureFile put(String figure, double value) {
        figures.put(figure, value);
        try {
            Files.createDirectories(file.getParent());
            JSON.writeValue(file.toFile(), figures);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }
}
