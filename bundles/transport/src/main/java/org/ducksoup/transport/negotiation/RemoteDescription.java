package org.ducksoup.transport.negotiation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ducksoup.api.media.Codec;
import org.ducksoup.rtp.HeaderExtensionWriter;
import org.ducksoup.transport.dtls.Fingerprint;
import org.ducksoup.transport.ice.IceCandidateLine;
import org.ducksoup.transport.sdp.ExtMap;
import org.ducksoup.transport.sdp.MediaSection;
import org.ducksoup.transport.sdp.RtpMap;
import org.ducksoup.transport.sdp.Sdp;
import org.ducksoup.transport.sdp.SdpException;
import org.ducksoup.transport.sdp.TransportAttributes;

/**
 * The part of a remote description that concerns the one transport of all sections.
 *
 * @param ufrag ICE user name fragment
 * @param password ICE password
 * @param fingerprint of the certificate that the remote side has to show
 * @param setup {@code actpass}, {@code active} or {@code passive}
 * @param candidates that can be used here
 */
public record RemoteDescription(
        String ufrag, String password, Fingerprint fingerprint, String setup, List<IceCandidateLine> candidates) {
    /** @throws SdpException if no section is accepted, or the transport's attributes are missing */
    public static RemoteDescription of(Sdp sdp) throws SdpException {
        MediaSection first = sdp.media().stream()
                .filter(MediaSection::isAccepted)
                .findFirst()
                .orElseThrow(() -> new SdpException("every media section is rejected"));
        TransportAttributes transport = first.transport();
        String ufrag = transport.ufrag();
        String password = transport.password();
        Fingerprint fingerprint = transport.fingerprint();
        String setup = transport.setup();
        if (ufrag == null || password == null) {
            throw new SdpException("ICE credentials are missing");
        }
        if (fingerprint == null || setup == null) {
            throw new SdpException("the DTLS fingerprint or the setup attribute is missing");
        }
        List<IceCandidateLine> candidates = sdp.media().stream()
                .flatMap(section -> section.candidates().stream())
                .map(IceCandidateLine::parse)
                .flatMap(Optional::stream)
                .limit(32)
                .toList();
        return new RemoteDescription(ufrag, password, fingerprint, setup, candidates);
    }

    /** The codecs of a section that this server supports, by payload type. */
    static Map<Integer, Codec> codecs(MediaSection section) {
        Map<Integer, Codec> codecs = new HashMap<>();
        for (RtpMap map : section.codecs()) {
            WebRtcCodecs.recognise(map).ifPresent(codec -> codecs.put(map.payloadType(), codec));
        }
        return codecs;
    }

    /** Whether the remote side supports a feedback message for any codec of a section. */
    static boolean hasFeedback(MediaSection section, String message) {
        return section.codecs().stream().anyMatch(map -> map.feedback().contains(message));
    }

    /**
     * The identifier of the loudness in a section's packets; -1 if there is none. One that fits into no packet counts as none, and so
     * does one that is another extension's, in any section: all of them share the identifiers.
     */
    static int audioLevelId(Sdp sdp, MediaSection section) {
        int id = section.extensionId(ExtMap.AUDIO_LEVEL);
        boolean taken = sdp.media().stream()
                .flatMap(each -> each.extensions().stream())
                .anyMatch(each -> each.id() == id && !each.uri().equals(ExtMap.AUDIO_LEVEL));
        return taken || id > HeaderExtensionWriter.MAX_ID ? -1 : id;
    }

    /** The remote side's payload type for a codec: the first one in its list. */
    static Optional<Integer> payloadType(MediaSection section, Codec codec) {
        return section.codecs().stream()
                .filter(map -> WebRtcCodecs.recognise(map).filter(codec::equals).isPresent())
                .map(RtpMap::payloadType)
                .findFirst();
    }
}
