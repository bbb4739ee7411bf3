package org.ducksoup.transport.dtls;

import org.ducksoup.transport.srtp.SrtpProfile;

/**
 * The result of a handshake.
 *
 * @param profile that both sides use
 * @param keyingMaterial for both directions (RFC 5764 section 4.2)
 * @param server whether this side was the DTLS server
 */
public record DtlsResult(SrtpProfile profile, byte[] keyingMaterial, boolean server) {}
