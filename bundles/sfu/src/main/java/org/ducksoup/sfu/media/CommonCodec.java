package org.ducksoup.sfu.media;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.ducksoup.api.media.Codec;

/** The video codec that participants are asked to send, so that everybody in the interaction decodes it. */
public final class CommonCodec {
    private CommonCodec() {}

    /**
     * @param wanted by the participant's page; it is chosen if everybody decodes it
     * @param decoded by each participant who has said so
     * @return empty if no codec is decoded by all
     */
    public static Optional<Codec> of(Codec wanted, Collection<Set<Codec>> decoded) {
        Set<Codec> common = EnumSet.of(Codec.H264, Codec.VP8);
        decoded.forEach(common::retainAll);
        return common.contains(wanted) ? Optional.of(wanted) : common.stream().findFirst();
    }
}
