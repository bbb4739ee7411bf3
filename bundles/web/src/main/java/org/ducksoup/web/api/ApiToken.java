package org.ducksoup.web.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The bearer token (RFC 6750) of the HTTP API. */
public final class ApiToken {
    private static final String SCHEME = "bearer ";

    private final byte[] expected;

    /** @param token empty if the API is closed */
    public ApiToken(String token) {
        expected = token.getBytes(StandardCharsets.UTF_8);
    }

    boolean isClosed() {
        return expected.length == 0;
    }

    /** @param authorization the header of a request; null without one */
    boolean fits(@Nullable String authorization) {
        return !isClosed()
                && authorization != null
                && authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                // The comparison takes the same time for all tokens of one length.
                && MessageDigest.isEqual(
                        authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8), expected);
    }
}
