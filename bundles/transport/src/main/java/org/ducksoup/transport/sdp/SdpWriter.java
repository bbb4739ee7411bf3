package org.ducksoup.transport.sdp;

import java.util.stream.Collectors;
import org.ducksoup.transport.dtls.Fingerprint;

/** Writes session descriptions, with the line ends of RFC 8866. */
public final class SdpWriter {
    private final StringBuilder text = new StringBuilder(4096);

    private SdpWriter() {}

    public static String write(Sdp sdp) {
        SdpWriter writer = new SdpWriter();
        writer.session(sdp);
        sdp.media().forEach(section -> writer.media(section));
        return writer.text.toString();
    }

    private void session(Sdp sdp) {
        line("v=0");
        line("o=- " + sdp.sessionId() + " " + sdp.version() + " IN IP4 127.0.0.1");
        line("s=-");
        line("t=0 0");
        line("a=group:BUNDLE" + sdp.bundle().stream().map(mid -> " " + mid).collect(Collectors.joining()));
        line("a=extmap-allow-mixed");
        line("a=msid-semantic: WMS *");
    }

    private void media(MediaSection section) {
        String payloadTypes =
                section.codecs().stream().map(c -> " " + c.payloadType()).collect(Collectors.joining());
        line("m=" + section.kind() + " " + section.port() + " UDP/TLS/RTP/SAVPF" + payloadTypes);
        line("c=IN IP4 0.0.0.0");
        attribute("mid", section.mid());
        transport(section.transport());
        line("a=rtcp-mux");
        line("a=rtcp-rsize");
        for (ExtMap extension : section.extensions()) {
            attribute("extmap", extension.id() + " " + extension.uri());
        }
        section.codecs().forEach(this::codec);
        line("a=" + section.direction().token());
        if (section.msid() != null) {
            attribute("msid", section.msid());
        }
        for (MediaSection.Repair repair : section.repairs()) {
            attribute(
                    "ssrc-group",
                    "FID " + Integer.toUnsignedString(repair.ssrc()) + " "
                            + Integer.toUnsignedString(repair.repairSsrc()));
        }
        for (MediaSection.Source source : section.sources()) {
            attribute("ssrc", Integer.toUnsignedString(source.ssrc()) + " cname:" + source.cname());
        }
        for (String candidate : section.candidates()) {
            line("a=" + candidate);
        }
        if (!section.candidates().isEmpty()) {
            line("a=end-of-candidates");
        }
    }

    private void transport(TransportAttributes transport) {
        if (transport.ufrag() != null) {
            attribute("ice-ufrag", transport.ufrag());
        }
        if (transport.password() != null) {
            attribute("ice-pwd", transport.password());
        }
        line("a=ice-options:trickle");
        Fingerprint fingerprint = transport.fingerprint();
        if (fingerprint != null) {
            attribute("fingerprint", fingerprint.hashFunction() + " " + fingerprint.value());
        }
        if (transport.setup() != null) {
            attribute("setup", transport.setup());
        }
    }

    private void codec(RtpMap codec) {
        String channels = codec.channels() == null ? "" : "/" + codec.channels();
        attribute("rtpmap", codec.payloadType() + " " + codec.encodingName() + "/" + codec.clockRate() + channels);
        if (codec.parameters() != null) {
            attribute("fmtp", codec.payloadType() + " " + codec.parameters());
        }
        for (String feedback : codec.feedback()) {
            attribute("rtcp-fb", codec.payloadType() + " " + feedback);
        }
    }

    private void attribute(String name, String value) {
        line("a=" + name + ":" + value);
    }

    private void line(String line) {
        text.append(line).append("\r\n");
    }
}
