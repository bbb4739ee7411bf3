package org.ducksoup.web.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A file of a bundle. It is kept in memory after its first request: all files together are small. */
final class WebResource {
    private final URL url;
    private volatile @Nullable Content content;

    /** The bytes of a file and their entity tag. */
    static final class Content {
        private final byte[] bytes;
        private final String etag;

        private Content(byte[] bytes, String etag) {
            this.bytes = bytes;
            this.etag = etag;
        }

        /** The array must not be changed. */
        byte[] bytes() {
            return bytes;
        }

        String etag() {
            return etag;
        }

        static Content of(byte[] bytes) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
                String name = Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
                return new Content(bytes, '"' + name.substring(0, 22) + '"');
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java has SHA-256", e);
            }
        }

        /** Whether an {@code If-None-Match} header names these bytes (RFC 9110 section 13.1.2). */
        boolean isNamedIn(@Nullable String ifNoneMatch) {
            if (ifNoneMatch == null) {
                return false;
            }
            for (String candidate : ifNoneMatch.split(",", -1)) {
                String name = candidate.trim();
                if (name.equals("*") || name.equals(etag) || name.equals("W/" + etag)) {
                    return true;
                }
            }
            return false;
        }
    }

    WebResource(URL url) {
        this.url = url;
    }

    Content content() {
        Content present = content;
        if (present == null) {
            try (InputStream stream = url.openStream()) {
                present = Content.of(stream.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            content = present;
        }
        return present;
    }
}
