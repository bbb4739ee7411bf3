package org.ducksoup.transport.srtp;

import org.jitsi.srtp.crypto.Aes;
import org.jitsi.srtp.crypto.JitsiOpenSslProvider;

/**
 * Makes the library choose its ciphers now, and not in the thread that creates the first context. It would try all of
 * them for up to 1.5 s and take what happened to be the fastest. OpenSSL's are as fast as Java's, and allocate a third of
 * the memory for each packet.
 */
public final class SrtpWarmUp {
    private static final int PACKETS = 2000;

    private SrtpWarmUp() {}

    /** Protects and unprotects some packets with every profile; throws if a profile does not work on this machine. */
    public static void run() {
        if (JitsiOpenSslProvider.isLoaded()) {
            Aes.setFactoryClassName("OpenSSL");
        }
        for (SrtpProfile profile : SrtpProfile.values()) {
            byte[] keys = new byte[profile.keyingMaterialLength()];
            try (SrtpSession client = new SrtpSession(profile, keys, false);
                    SrtpSession server = new SrtpSession(profile, keys, true)) {
                exercise(profile, client, server);
            }
        }
    }

    private static void exercise(SrtpProfile profile, SrtpSession client, SrtpSession server) {
        SrtpSession.Protector protector = client.rtpProtector(1);
        byte[] packet = new byte[1200 + SrtpSession.OVERHEAD];
        for (int i = 0; i < PACKETS; i++) {
            packet[0] = (byte) 0x80;
            packet[1] = 96;
            packet[2] = (byte) (i >> 8);
            packet[3] = (byte) i;
            java.util.Arrays.fill(packet, 4, packet.length, (byte) 0);
            packet[11] = 1;
            int length = protector.protect(packet, 0, 1200);
            if (server.unprotectRtp(packet, 0, length) != 1200) {
                throw new IllegalStateException("SRTP profile " + profile + " does not work on this machine");
            }
        }
    }
}
