package org.ducksoup.web.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Basic authentication (RFC 7617) of the test and statistics pages. */
public final class BasicLogin {
    static final String DEFAULT = "ducksoup";
    public static final String CHALLENGE = "Basic realm=\"DuckSoup\", charset=\"UTF-8\"";

    /** The decision about a request for a protected page. */
    public enum Decision {
        ALLOWED,
        LOGIN_NEEDED,
        /** The login is still the default, which everybody knows. */
        CLOSED
    }

    private static final String SCHEME = "basic ";

    private final byte[] expected;
    private final boolean closed;

    public BasicLogin(String login, String password, boolean development) {
        expected = (login + ":" + password).getBytes(StandardCharsets.UTF_8);
        closed = !development && (login.equals(DEFAULT) || password.equals(DEFAULT));
    }

    /** Whether nobody is let in, because the login is still the default. */
    public boolean isClosed() {
        return closed;
    }

    public Decision decide(@Nullable String authorization) {
        if (closed) {
            return Decision.CLOSED;
        }
        return authorization != null && isRight(authorization) ? Decision.ALLOWED : Decision.LOGIN_NEEDED;
    }

    private boolean isRight(String authorization) {
        if (!authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return false;
        }
        try {
            byte[] given = Base64.getDecoder()
                    .decode(authorization.substring(SCHEME.length()).trim());
            // The comparison takes the same time for all credentials of one length.
            return MessageDigest.isEqual(given, expected);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
