package org.ducksoup.api.recording;

import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;

/**
 * @param tap where it is taken from
 * @param codec what its frames are encoded with
 */
public record RecordedTrack(Tap tap, Codec codec) {
    public MediaKind kind() {
        return codec.kind();
    }

    /** Before or after the effect, in audio engineering's words. */
    public enum Tap {
        DRY,
        WET
    }
}
