package org.ducksoup.transport.srtp;

import java.security.GeneralSecurityException;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;

/** A context of jitsi-srtp, for the profile that few clients choose. */
final class LibraryContext implements RtpContext {
    private final SrtpCryptoContext context;
    private final PacketRegion region = new PacketRegion();

    LibraryContext(SrtpCryptoContext context) {
        this.context = context;
    }

    @Override
    public int protect(byte[] buffer, int offset, int length) {
        try {
            SrtpErrorStatus status = context.transformPacket(region.set(buffer, offset, length));
            return status == SrtpErrorStatus.OK ? region.getLength() : -1;
        } catch (GeneralSecurityException e) {
            return -1;
        }
    }

    @Override
    public int unprotect(byte[] buffer, int offset, int length) {
        try {
            SrtpErrorStatus status = context.reverseTransformPacket(region.set(buffer, offset, length), false);
            return status == SrtpErrorStatus.OK ? region.getLength() : -1;
        } catch (GeneralSecurityException | RuntimeException malformed) {
            return -1;
        }
    }
}
