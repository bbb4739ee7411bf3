package org.ducksoup.transport;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.transport.ice.IceCandidateLine;
import org.ducksoup.transport.media.RtpDemuxer;
import org.ducksoup.transport.negotiation.Negotiation;
import org.ducksoup.transport.negotiation.RemoteDescription;
import org.ducksoup.transport.sdp.Sdp;
import org.ducksoup.transport.sdp.SdpException;
import org.ducksoup.transport.sdp.SdpParser;
import org.ducksoup.transport.sdp.SdpWriter;

/** Jazzer's way to a description from a client: read, negotiated and written, or refused with a short reason. */
public final class SdpFuzzer {
    private SdpFuzzer() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        IceCandidateLine.parse(text);
        try {
            Sdp sdp = SdpParser.parse(text);
            SdpWriter.write(sdp);
            Negotiation negotiation = new Negotiation("1", new RtpDemuxer(), true);
            negotiation.receive(MediaKind.AUDIO, List.of(Codec.OPUS));
            negotiation.receive(MediaKind.VIDEO, List.of(Codec.H264, Codec.VP8));
            RemoteDescription.of(sdp);
            negotiation.accept(sdp);
        } catch (SdpException refused) {
            String message = refused.getMessage();
            if (message == null || message.isBlank() || message.length() > 400) {
                throw new AssertionError("a refusal says why, in few words: " + message);
            }
        }
    }
}
