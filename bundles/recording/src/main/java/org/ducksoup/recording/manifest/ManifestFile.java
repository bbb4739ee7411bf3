package org.ducksoup.recording.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.ducksoup.recording.file.DiskFile;

/** {@code manifest.json} of a run. Readers always see a whole one. */
public final class ManifestFile {
    public static final String NAME = "manifest.json";
    public static final String FORMAT = "ducksoup-manifest/1";
    public static final String UNFINISHED = "unfinished";
    public static final String COMPLETE = "complete";
    public static final String SALVAGED = "salvaged";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ManifestFile() {}

    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /**
     * Writes the first manifest of a run.
     *
     * @return how many bytes it has
     * @throws FileAlreadyExistsException if there is one: nothing is ever overwritten
     */
    public static int create(Path run, ObjectNode content) throws IOException {
        Path target = run.resolve(NAME);
        if (Files.exists(target)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        return replace(run, content);
    }

    /**
     * Replaces this run's manifest. Where the disk took neither the first one nor its directory, it does so now.
     *
     * @return how many bytes it has
     */
    public static int replace(Path run, ObjectNode content) throws IOException {
        Files.createDirectories(run);
        byte[] text = JSON.writeValueAsBytes(content);
        Path draft = run.resolve(NAME + ".new");
        Files.deleteIfExists(draft);
        try (DiskFile file = new DiskFile(draft)) {
            file.write(ByteBuffer.wrap(text), 0);
            file.force();
        } catch (IOException e) {
            Files.deleteIfExists(draft);
            throw e;
        }
        Files.move(draft, run.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
        return text.length;
    }

    /** @throws IOException if there is none, or if it cannot be parsed */
    public static ObjectNode read(Path run) throws IOException {
        JsonNode content = JSON.readTree(run.resolve(NAME).toFile());
        if (content instanceof ObjectNode object
                && object.path("format").asText().equals(FORMAT)) {
            return object;
        }
        throw new IOException(run.resolve(NAME) + " is no manifest of the format " + FORMAT);
    }
}
