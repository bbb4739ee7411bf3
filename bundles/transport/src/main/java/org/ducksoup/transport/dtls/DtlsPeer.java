package org.ducksoup.transport.dtls;

import java.io.IOException;
import java.util.Hashtable;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.ducksoup.transport.srtp.SrtpProfile;
import org.jspecify.annotations.Nullable;

/** The common part of DTLS server and DTLS client: certificates on both sides, and SRTP keys at the end. */
final class DtlsPeer {
    private final DtlsIdentity identity;
    private final Fingerprint expected;
    private @Nullable SrtpProfile profile;
    private @Nullable DtlsResult result;
    private int cipherSuite;
    private volatile boolean goodBye;

    DtlsPeer(DtlsIdentity identity, Fingerprint expected) {
        this.identity = identity;
        this.expected = expected;
    }

    TlsCredentialedSigner signer(TlsContext context) {
        return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context),
                identity.crypto(),
                identity.privateKey(),
                identity.chain(),
                new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
    }

    /** The other side's certificate must be the one in its session description. */
    void verify(Certificate certificate) throws IOException {
        if (certificate.isEmpty()
                || !expected.matches(certificate.getCertificateAt(0).getEncoded())) {
            throw new TlsFatalAlert(
                    AlertDescription.bad_certificate,
                    "the certificate is not the one whose fingerprint the session description has");
        }
    }

    void choose(@Nullable Hashtable<?, ?> extensions) throws IOException {
        UseSRTPData offered = extensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(extensions);
        if (offered == null) {
            throw new TlsFatalAlert(AlertDescription.handshake_failure);
        }
        profile = SrtpProfile.choose(offered.getProtectionProfiles())
                .orElseThrow(() -> new TlsFatalAlert(AlertDescription.handshake_failure));
    }

    UseSRTPData chosen() throws IOException {
        SrtpProfile chosen = profile;
        if (chosen == null) {
            throw new TlsFatalAlert(AlertDescription.internal_error);
        }
        return new UseSRTPData(new int[] {chosen.id()}, new byte[0]);
    }

    static UseSRTPData offer() {
        return new UseSRTPData(SrtpProfile.ids(), new byte[0]);
    }

    void export(TlsContext context) throws IOException {
        SrtpProfile chosen = profile;
        if (chosen == null) {
            throw new TlsFatalAlert(AlertDescription.internal_error);
        }
        // Without the extended master secret, two sessions could be made to share one, and SRTP keys would be
        // predictable (RFC 7627).
        if (!context.getSecurityParametersConnection().isExtendedMasterSecret()) {
            throw new TlsFatalAlert(AlertDescription.handshake_failure);
        }
        cipherSuite = context.getSecurityParametersConnection().getCipherSuite();
        byte[] keys = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, chosen.keyingMaterialLength());
        result = new DtlsResult(chosen, keys, context.isServer());
    }

    /** The profile that both sides agreed on, once there is a {@link #result}. */
    int cipherSuite() {
        return cipherSuite;
    }

    DtlsResult result() throws IOException {
        DtlsResult done = result;
        if (done == null) {
            throw new TlsFatalAlert(AlertDescription.internal_error);
        }
        return done;
    }

    void onAlert(short description) {
        goodBye |= description == AlertDescription.close_notify;
    }

    /** Whether the other side has sent its closing alert; the library then closes its transport silently. */
    boolean hasSaidGoodBye() {
        return goodBye;
    }

    /** Signature algorithms of browsers' certificates: ECDSA by default, RSA where a page asked for it. */
    @SuppressWarnings("JdkObsolete") // the library's signature
    static Vector<SignatureAndHashAlgorithm> acceptedSignatures() {
        Vector<SignatureAndHashAlgorithm> algorithms = new Vector<>();
        algorithms.add(new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
        algorithms.add(new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.rsa));
        algorithms.add(new SignatureAndHashAlgorithm(HashAlgorithm.sha384, SignatureAlgorithm.ecdsa));
        return algorithms;
    }
}
