package org.ducksoup.settings;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** The key of placeholders for secrets. It outlives updates of this bundle, in the bundle's own directory. */
final class PlaceholderKey {
    private static final int BYTES = 32;

    private PlaceholderKey() {}

    /**
     * Reads the key, or makes one.
     *
     * @param file its place, or null where bundles cannot store anything: then each start has another key
     */
    static byte[] of(@Nullable File file) throws IOException {
        Path path = file == null ? null : file.toPath();
        if (path != null && Files.exists(path) && Files.size(path) == BYTES) {
            return Files.readAllBytes(path);
        }
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        if (path != null) {
            Files.write(path, key);
        }
        return key;
    }
}
