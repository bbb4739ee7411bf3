package org.ducksoup.transport.srtp;

import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.tls.SRTPProtectionProfile;
import org.jitsi.srtp.SrtpPolicy;

/** The protection profiles this server accepts, the preferred one first (RFC 5764 section 4.1.2, RFC 7714 section 14.2). */
public enum SrtpProfile {
    /**
     * This profile comes first: its single pass uses instructions of the processor, and costs half as much as AES-CM
     * with HMAC-SHA1.
     */
    AEAD_AES_128_GCM(SRTPProtectionProfile.SRTP_AEAD_AES_128_GCM, 12),
    AES_CM_128_HMAC_SHA1_80(SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80, 14);

    /** Both profiles use AES-128. */
    static final int KEY_LENGTH = 16;

    private final int id;
    private final int saltLength;

    SrtpProfile(int id, int saltLength) {
        this.id = id;
        this.saltLength = saltLength;
    }

    /** The number of the profile in the {@code use_srtp} extension. */
    public int id() {
        return id;
    }

    /** Bytes to export from DTLS: a key and a salt for each direction. */
    public int keyingMaterialLength() {
        return 2 * (KEY_LENGTH + saltLength);
    }

    int saltLength() {
        return saltLength;
    }

    SrtpPolicy policy() {
        return switch (this) {
            case AEAD_AES_128_GCM ->
                new SrtpPolicy(SrtpPolicy.AESGCM_ENCRYPTION, KEY_LENGTH, SrtpPolicy.NULL_AUTHENTICATION, 0, 16, 12);
            case AES_CM_128_HMAC_SHA1_80 ->
                new SrtpPolicy(SrtpPolicy.AESCM_ENCRYPTION, KEY_LENGTH, SrtpPolicy.HMACSHA1_AUTHENTICATION, 20, 10, 14);
        };
    }

    /** The profiles as numbers, in order of preference. */
    public static int[] ids() {
        return Arrays.stream(values()).mapToInt(SrtpProfile::id).toArray();
    }

    /** The preferred one among the offered profiles; empty if there is none. */
    public static Optional<SrtpProfile> choose(int[] offered) {
        for (SrtpProfile profile : values()) {
            for (int id : offered) {
                if (id == profile.id) {
                    return Optional.of(profile);
                }
            }
        }
        return Optional.empty();
    }
}
