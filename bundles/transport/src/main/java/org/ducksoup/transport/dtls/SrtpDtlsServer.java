package org.ducksoup.transport.dtls;

import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsSRTPUtils;

/** The server side of a DTLS-SRTP handshake; the side that chooses the SRTP profile. */
final class SrtpDtlsServer extends DefaultTlsServer {
    private final DtlsPeer peer;

    SrtpDtlsServer(DtlsIdentity identity, DtlsPeer peer) {
        super(identity.crypto());
        this.peer = peer;
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        // Only suites that fit our ECDSA key, because the library chooses without looking at the key. And only suites
        // that authenticate what they encrypt: with others the library treats a forged record of an odd length as a
        // fatal error.
        return new int[] {
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
        };
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    public CertificateRequest getCertificateRequest() {
        return new CertificateRequest(
                new short[] {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign},
                DtlsPeer.acceptedSignatures(),
                null);
    }

    @Override
    public void notifyClientCertificate(Certificate certificate) throws IOException {
        peer.verify(certificate);
    }

    @Override
    @SuppressWarnings("rawtypes") // the library's signature
    public void processClientExtensions(Hashtable extensions) throws IOException {
        super.processClientExtensions(extensions);
        peer.choose(extensions);
    }

    @Override
    @SuppressWarnings("rawtypes") // the library's signature
    public Hashtable getServerExtensions() throws IOException {
        Hashtable extensions = super.getServerExtensions();
        TlsSRTPUtils.addUseSRTPExtension(extensions, peer.chosen());
        return extensions;
    }

    @Override
    protected TlsCredentialedSigner getECDSASignerCredentials() {
        return peer.signer(context);
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        peer.export(context);
    }

    @Override
    public void notifyAlertReceived(short level, short description) {
        super.notifyAlertReceived(level, description);
        peer.onAlert(description);
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return DtlsEndpoint.HANDSHAKE_TIMEOUT_MILLIS;
    }

    @Override
    public int getHandshakeResendTimeMillis() {
        return DtlsEndpoint.RESEND_MILLIS;
    }
}
