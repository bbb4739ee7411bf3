package org.ducksoup.web.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * For development: the last build of the front end, read from disk at every request. If a file is missing, for instance
 * during a build, the bundle's file is served.
 */
public final class FrontFolder {
    private final @Nullable Path built;

    private FrontFolder(@Nullable Path built) {
        this.built = built;
    }

    /** Installations have no such folder. */
    public static FrontFolder none() {
        return new FrontFolder(null);
    }

    /** @param front the directory of the sources; the built files are in its {@code dist} */
    public static FrontFolder of(Path front) {
        return new FrontFolder(front.resolve("dist").toAbsolutePath().normalize());
    }

    boolean has(String path) {
        Path file = file(path);
        return file != null && Files.isRegularFile(file);
    }

    /** @param path in plain form, starts with a slash */
    Optional<WebResource.Content> find(String path) {
        Path file = file(path);
        if (file == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(WebResource.Content.of(Files.readAllBytes(file)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private @Nullable Path file(String path) {
        if (built == null) {
            return null;
        }
        Path file = built.resolve(path.substring(1)).normalize();
        return file.startsWith(built) && !path.endsWith("/") ? file : null;
    }
}
