package org.ducksoup.transport.sdp;

import org.ducksoup.transport.dtls.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * The ICE and DTLS attributes of a description.
 *
 * @param ufrag ICE user name fragment
 * @param password ICE password
 * @param fingerprint of the certificate
 * @param setup {@code actpass}, {@code active} or {@code passive} (RFC 8842)
 */
public record TransportAttributes(
        @Nullable String ufrag,
        @Nullable String password,
        @Nullable Fingerprint fingerprint,
        @Nullable String setup) {
    /** These attributes, with the session's attributes where these are absent (RFC 8839 section 5.4). */
    TransportAttributes orElse(TransportAttributes session) {
        return new TransportAttributes(
                ufrag == null ? session.ufrag : ufrag,
                password == null ? session.password : password,
                fingerprint == null ? session.fingerprint : fingerprint,
                setup == null ? session.setup : setup);
    }
}
