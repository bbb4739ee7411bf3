package org.ducksoup.transport.sdp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One payload type of a media section with all its attributes.
 *
 * @param payloadType 0 to 127
 * @param encodingName as written, for instance {@code VP8}
 * @param clockRate Hz
 * @param channels audio channels, or null
 * @param parameters of {@code a=fmtp}, or null
 * @param feedback each {@code a=rtcp-fb} (RFC 4585), for instance {@code nack pli}
 */
public record RtpMap(
        int payloadType,
        String encodingName,
        int clockRate,
        @Nullable Integer channels,
        @Nullable String parameters,
        List<String> feedback) {
    public RtpMap {
        feedback = List.copyOf(feedback);
    }

    /** The value of one {@code key=value} of the parameters, or null. */
    public @Nullable String parameter(String key) {
        if (parameters == null) {
            return null;
        }
        for (String pair : parameters.split(";")) {
            String trimmed = pair.trim();
            if (trimmed.startsWith(key + "=")) {
                return trimmed.substring(key.length() + 1);
            }
        }
        return null;
    }
}
