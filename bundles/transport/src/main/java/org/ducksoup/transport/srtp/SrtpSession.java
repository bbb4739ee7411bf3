package org.ducksoup.transport.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.function.LongSupplier;
import javax.crypto.Cipher;
import org.ducksoup.rtp.ReplayWindow;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.utils.logging2.Logger;
import org.jitsi.utils.logging2.LoggerImpl;
import org.jspecify.annotations.Nullable;

/**
 * SRTP and SRTCP of one peer connection, with the keys of its DTLS handshake. RTP under the preferred profile has contexts
 * of our own, because they are used for each packet; jitsi-srtp does the rest.
 *
 * <p>Only the receive thread calls {@code unprotect*}. Each {@link Protector} has one user at a time.
 */
public final class SrtpSession implements AutoCloseable {
    /** The most bytes that protection adds: the tag and, for RTCP, the index. */
    public static final int OVERHEAD = 16 + 4;

    /**
     * The number of sources that one peer can have: more than any browser sends, and few enough for a linear search.
     */
    private static final int MAX_SOURCES = 16;

    private static final Logger LOGGER = new LoggerImpl(SrtpSession.class.getName());

    private final SrtpContextFactory inbound;
    private final SrtpContextFactory outbound;
    private final @Nullable GcmKeys outboundKeys;
    private final GcmKeys.@Nullable Packets inboundPackets;
    private final PacketRegion region = new PacketRegion();
    private final InboundSource[] sources = new InboundSource[MAX_SOURCES];
    private final NewSourceLimit newSources = new NewSourceLimit();
    private final NewSourceLimit newControlSources = new NewSourceLimit();
    private final LongSupplier clock;
    private int sourceCount;
    private SrtcpCryptoContext[] controlSources = new SrtcpCryptoContext[0];

    /**
     * @param keyingMaterial as exported from DTLS (RFC 5764 section 4.2)
     * @param dtlsServer whether this side was the DTLS server
     */
    public SrtpSession(SrtpProfile profile, byte[] keyingMaterial, boolean dtlsServer) {
        this(profile, keyingMaterial, dtlsServer, System::nanoTime);
    }

    /** @param clock in nanoseconds; limits how often new sources are tried */
    SrtpSession(SrtpProfile profile, byte[] keyingMaterial, boolean dtlsServer, LongSupplier clock) {
        this.clock = clock;
        int key = SrtpProfile.KEY_LENGTH;
        int salt = profile.saltLength();
        byte[] clientKey = Arrays.copyOfRange(keyingMaterial, 0, key);
        byte[] serverKey = Arrays.copyOfRange(keyingMaterial, key, 2 * key);
        byte[] clientSalt = Arrays.copyOfRange(keyingMaterial, 2 * key, 2 * key + salt);
        byte[] serverSalt = Arrays.copyOfRange(keyingMaterial, 2 * key + salt, 2 * key + 2 * salt);
        SrtpPolicy rtpPolicy = profile.policy();
        // Our own window replaces the library's, which is too narrow for retransmissions.
        rtpPolicy.setReceiveReplayEnabled(false);
        SrtpPolicy rtcpPolicy = profile.policy();
        inbound = dtlsServer
                ? new SrtpContextFactory(false, clientKey, clientSalt, rtpPolicy, rtcpPolicy, LOGGER)
                : new SrtpContextFactory(false, serverKey, serverSalt, rtpPolicy, rtcpPolicy, LOGGER);
        outbound = dtlsServer
                ? new SrtpContextFactory(true, serverKey, serverSalt, rtpPolicy, rtcpPolicy, LOGGER)
                : new SrtpContextFactory(true, clientKey, clientSalt, rtpPolicy, rtcpPolicy, LOGGER);
        if (profile == SrtpProfile.AEAD_AES_128_GCM) {
            GcmKeys client = new GcmKeys(clientKey, clientSalt);
            GcmKeys server = new GcmKeys(serverKey, serverSalt);
            inboundPackets = (dtlsServer ? client : server).packets(Cipher.DECRYPT_MODE);
            outboundKeys = dtlsServer ? server : client;
        } else {
            inboundPackets = null;
            outboundKeys = null;
        }
    }

    /**
     * Authenticates and decrypts an RTP packet in place.
     *
     * @return its new length, or -1 if it is not authentic, a duplicate, or one source too many
     */
    public int unprotectRtp(byte[] buffer, int offset, int length) {
        if (length < 12) {
            return -1;
        }
        int ssrc = readInt(buffer, offset + 8);
        int sequenceNumber = ((buffer[offset + 2] & 0xff) << 8) | (buffer[offset + 3] & 0xff);
        try {
            for (int i = 0; i < sourceCount; i++) {
                if (sources[i].ssrc == ssrc) {
                    return sources[i].unprotect(buffer, offset, length, sequenceNumber);
                }
            }
            return unprotectFirst(ssrc, buffer, offset, length, sequenceNumber);
        } catch (GeneralSecurityException | RuntimeException malformed) {
            return -1;
        }
    }

    /** A source is remembered only when its first packet is authentic, so strangers cannot fill the table. */
    private int unprotectFirst(int ssrc, byte[] buffer, int offset, int length, int sequenceNumber)
            throws GeneralSecurityException {
        if (sourceCount == MAX_SOURCES || !newSources.allows(clock.getAsLong())) {
            return -1;
        }
        InboundSource source = new InboundSource(
                ssrc,
                inboundPackets == null
                        ? new LibraryContext(inbound.deriveContext(ssrc, 0))
                        : new GcmContext(inboundPackets, ssrc));
        int plainLength = source.unprotect(buffer, offset, length, sequenceNumber);
        if (plainLength >= 0) {
            sources[sourceCount++] = source;
        }
        return plainLength;
    }

    /**
     * Authenticates and decrypts an RTCP packet in place.
     *
     * @return its new length, or -1 if it is not authentic, a duplicate, or one source too many
     */
    public int unprotectRtcp(byte[] buffer, int offset, int length) {
        if (length < 8) {
            return -1;
        }
        int ssrc = readInt(buffer, offset + 4);
        try {
            SrtcpCryptoContext known = null;
            for (SrtcpCryptoContext context : controlSources) {
                if (context.getSsrc() == ssrc) {
                    known = context;
                }
            }
            if (known == null
                    && (controlSources.length == MAX_SOURCES || !newControlSources.allows(clock.getAsLong()))) {
                return -1;
            }
            SrtcpCryptoContext context = known == null ? inbound.deriveControlContext(ssrc) : known;
            region.set(buffer, offset, length);
            if (context.reverseTransformPacket(region) != SrtpErrorStatus.OK) {
                return -1;
            }
            if (known == null) {
                controlSources = Arrays.copyOf(controlSources, controlSources.length + 1);
                controlSources[controlSources.length - 1] = context;
            }
            return region.getLength();
        } catch (GeneralSecurityException | RuntimeException malformed) {
            return -1;
        }
    }

    /** Protects the RTP packets of one source, which keeps its roll-over count for the life of the session. */
    public Protector rtpProtector(int ssrc) {
        if (outboundKeys != null) {
            return new Protector(new GcmContext(outboundKeys.packets(Cipher.ENCRYPT_MODE), ssrc), null);
        }
        try {
            return new Protector(new LibraryContext(outbound.deriveContext(ssrc, 0)), null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the SRTP cipher worked at warm-up and does not now", e);
        }
    }

    /** Protects RTCP packets whose first packet is from this source. */
    public Protector rtcpProtector(int ssrc) {
        try {
            return new Protector(null, outbound.deriveControlContext(ssrc));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the SRTCP cipher worked at warm-up and does not now", e);
        }
    }

    @Override
    public void close() {
        inbound.close();
        outbound.close();
    }

    private static int readInt(byte[] buffer, int offset) {
        return ((buffer[offset] & 0xff) << 24)
                | ((buffer[offset + 1] & 0xff) << 16)
                | ((buffer[offset + 2] & 0xff) << 8)
                | (buffer[offset + 3] & 0xff);
    }

    /** Encrypts in place; the array needs {@link #OVERHEAD} bytes of room behind the packet. */
    public static final class Protector {
        private final @Nullable RtpContext rtp;
        private final @Nullable SrtcpCryptoContext rtcp;
        private final PacketRegion region = new PacketRegion();

        private Protector(@Nullable RtpContext rtp, @Nullable SrtcpCryptoContext rtcp) {
            this.rtp = rtp;
            this.rtcp = rtcp;
        }

        /** @return the packet's new length, or -1 if it could not be protected and must not be sent */
        public int protect(byte[] buffer, int offset, int length) {
            if (rtp != null) {
                return rtp.protect(buffer, offset, length);
            }
            try {
                return rtcp != null && rtcp.transformPacket(region.set(buffer, offset, length)) == SrtpErrorStatus.OK
                        ? region.getLength()
                        : -1;
            } catch (GeneralSecurityException e) {
                return -1;
            }
        }
    }

    private static final class InboundSource {
        private final int ssrc;
        private final RtpContext context;
        private final ReplayWindow window = new ReplayWindow();

        InboundSource(int ssrc, RtpContext context) {
            this.ssrc = ssrc;
            this.context = context;
        }

        int unprotect(byte[] buffer, int offset, int length, int sequenceNumber) {
            int plainLength = context.unprotect(buffer, offset, length);
            // The window moves only after authentication: a forged number must not move it.
            return plainLength >= 0 && window.accept(sequenceNumber) ? plainLength : -1;
        }
    }
}
