package org.ducksoup.transport.srtp;

/** The cryptographic context of the RTP packets of one source in one direction (RFC 3711 section 3.2). One user at a time. */
interface RtpContext {
    /**
     * Encrypts a packet in place; the array has room for the tag behind it.
     *
     * @return its new length, or -1 if it could not be protected and must not be sent
     */
    int protect(byte[] buffer, int offset, int length);

    /**
     * Authenticates and decrypts a packet in place.
     *
     * @return its new length, or -1 if it is not authentic
     */
    int unprotect(byte[] buffer, int offset, int length);
}
