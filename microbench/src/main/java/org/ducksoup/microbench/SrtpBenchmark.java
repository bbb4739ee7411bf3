package org.ducksoup.microbench;

import org.ducksoup.transport.srtp.SrtpProfile;
import org.ducksoup.transport.srtp.SrtpSession;
import org.ducksoup.transport.srtp.SrtpWarmUp;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Encrypting and decrypting one packet. */
@State(Scope.Thread)
public class SrtpBenchmark {
    private static final int SSRC = 42;

    static {
        // The server's ciphers. Without this, the library takes those that win a race.
        SrtpWarmUp.run();
    }

    @Param({"AEAD_AES_128_GCM", "AES_CM_128_HMAC_SHA1_80"})
    public SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;

    @Param({"120", "1000"})
    public int bytes = 120;

    private SrtpSession browser = session(false);
    private SrtpSession server = session(true);
    private SrtpSession.Protector protector = browser.rtpProtector(SSRC);
    private byte[] outgoing = new byte[0];
    private byte[] pristine = new byte[0];
    private byte[] incoming = new byte[0];
    private int protectedLength;
    private int sequenceNumber;

    private SrtpSession session(boolean isServer) {
        return new SrtpSession(profile, new byte[profile.keyingMaterialLength()], isServer);
    }

    /** Warms up, and makes sure that what is decrypted is authentic. */
    @Setup
    public void prepare() {
        closeBoth();
        browser = session(false);
        server = session(true);
        protector = browser.rtpProtector(SSRC);
        outgoing = Packets.rtp(SSRC, 0, bytes, SrtpSession.OVERHEAD);
        pristine = Packets.rtp(SSRC, 0, bytes, SrtpSession.OVERHEAD);
        incoming = pristine.clone();
        protectedLength = browser.rtpProtector(SSRC).protect(pristine, 0, bytes);
        if (unprotect() != bytes) {
            throw new IllegalStateException("the server does not decrypt what a browser has encrypted");
        }
    }

    @TearDown
    public void closeBoth() {
        browser.close();
        server.close();
    }

    @Benchmark
    public int protect() {
        Packets.number(outgoing, sequenceNumber++);
        return protector.protect(outgoing, 0, bytes);
    }

    /** The same packet each time. It is decrypted, and refused as a repetition only after that. */
    @Benchmark
    public int unprotect() {
        System.arraycopy(pristine, 0, incoming, 0, protectedLength);
        return server.unprotectRtp(incoming, 0, protectedLength);
    }
}
