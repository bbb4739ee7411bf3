package org.ducksoup.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** How much room a disk has. The question may take as long as the disk does. */
public final class UsableSpace {
    private UsableSpace() {}

    /**
     * @param place a file or directory; it need not exist yet
     * @return bytes; empty if the disk does not tell
     */
    public static OptionalLong at(Path place) {
        try {
            Path existing = place.toAbsolutePath();
            while (!Files.exists(existing) && existing.getParent() != null) {
                existing = existing.getParent();
            }
            return OptionalLong.of(Files.getFileStore(existing).getUsableSpace());
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
