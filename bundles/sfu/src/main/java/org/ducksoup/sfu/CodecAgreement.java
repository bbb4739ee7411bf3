package org.ducksoup.sfu;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ducksoup.api.media.Codec;
import org.ducksoup.sfu.media.CommonCodec;

/** Finds the video codecs that all participants of an interaction decode. On the interaction's thread. */
final class CodecAgreement {
    private final Seats seats;

    CodecAgreement(Seats seats) {
        this.seats = seats;
    }

    /** Whether there is a video codec that all participants who have answered an offer decode. */
    boolean isPossible() {
        return CommonCodec.of(Codec.VP8, decoded()).isPresent();
    }

    /** Asks each participant for a codec that all the others decode. Needs a common one. */
    void ask() {
        List<Set<Codec>> decoded = decoded();
        for (ParticipantConnection connection : seats.connections()) {
            Optional<Codec> common = CommonCodec.of(connection.askedFor(), decoded);
            common.ifPresent(connection::askFor);
        }
    }

    private List<Set<Codec>> decoded() {
        return seats.connections().stream()
                .map(ParticipantConnection::decodes)
                .filter(codecs -> !codecs.isEmpty())
                .toList();
    }
}
