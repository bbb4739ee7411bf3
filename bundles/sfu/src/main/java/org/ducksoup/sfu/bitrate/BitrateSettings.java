package org.ducksoup.sfu.bitrate;

import java.util.Map;
import org.ducksoup.api.media.BitrateRange;
import org.ducksoup.api.media.MediaKind;

/**
 * The configuration of bitrates.
 *
 * @param bitrates of one track
 * @param estimator name of the estimator that tells what paths carry
 */
public record BitrateSettings(Map<MediaKind, BitrateRange> bitrates, String estimator) {
    public BitrateSettings {
        bitrates = Map.copyOf(bitrates);
    }
}
