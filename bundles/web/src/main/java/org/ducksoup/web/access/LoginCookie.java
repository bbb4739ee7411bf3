package org.ducksoup.web.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.ducksoup.parts.HmacSha256;
import org.jspecify.annotations.Nullable;

/**
 * Lets a page that was served after a login open a WebSocket with the same rights: browsers send no {@code
 * Authorization} header with a WebSocket, but they send cookies. The value is the cookie's expiry time, signed with a
 * key that lives as long as this object, or with one that all servers of the cluster have. The server stores nothing.
 */
public final class LoginCookie {
    public static final String NAME = "ducksoup-login";

    /** A page that was left open overnight still shows figures in the morning. */
    private static final Duration LIFE = Duration.ofHours(24);

    private final byte[] own = new byte[32];
    private final Supplier<byte @Nullable []> ofCluster;
    private final Clock clock;

    /** @param ofCluster the key that all servers of the cluster have; null for a server that is alone */
    public LoginCookie(Clock clock, Supplier<byte @Nullable []> ofCluster) {
        new SecureRandom().nextBytes(own);
        this.ofCluster = ofCluster;
        this.clock = clock;
    }

    /** The value of the {@code Set-Cookie} header. */
    public String header(String prefix, boolean secure) {
        String end = Long.toString(clock.instant().plus(LIFE).getEpochSecond());
        return NAME + "=" + end + "." + signature(end) + "; Path=" + prefix + "/; Max-Age=" + LIFE.toSeconds()
                + "; HttpOnly; SameSite=Strict" + (secure ? "; Secure" : "");
    }

    /** @param value as the browser sent it */
    public boolean isValid(@Nullable String value) {
        if (value == null) {
            return false;
        }
        int dot = value.indexOf('.');
        if (dot < 0 || !value.substring(0, dot).matches("\\d{1,12}")) {
            return false;
        }
        String end = value.substring(0, dot);
        byte[] given = value.substring(dot + 1).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(given, signature(end).getBytes(StandardCharsets.UTF_8))
                && clock.instant().getEpochSecond() < Long.parseLong(end);
    }

    private String signature(String end) {
        byte[] shared = ofCluster.get();
        return new HmacSha256(shared == null ? own : shared).hex(end);
    }
}
