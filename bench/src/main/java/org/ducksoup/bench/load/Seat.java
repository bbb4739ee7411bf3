package org.ducksoup.bench.load;

import java.util.List;
import org.ducksoup.api.media.Codec;
import org.ducksoup.testkit.media.MediaClip;

/**
 * The place of one participant.
 *
 * @param interaction name, not used before on any server
 * @param size participants of the interaction
 * @param index of this participant, from 0
 */
public record Seat(String interaction, int size, int index, Media media) {
    /**
     * What a participant sends, and what the server does with it.
     *
     * @param video codec of the picture
     * @param clips real media in place of synthetic packets; empty for synthetic ones
     * @param videoEffect text of the effect on the picture; empty for none
     * @param voiceEffect text of the effect on the sound; empty for none
     * @param recording recording mode, as a page names it
     * @param silent joins and negotiates, and sends nothing
     */
    public record Media(
            Codec video,
            List<MediaClip> clips,
            String videoEffect,
            String voiceEffect,
            String recording,
            boolean silent) {
        /** Synthetic VP8 and sound, passed on as they are. */
        public static final Media SYNTHETIC = new Media(Codec.VP8, List.of(), "", "", "none", false);

        /** Joins that send nothing, so that only the joins cost anything. */
        public Media withoutPackets() {
            return new Media(video, clips, videoEffect, voiceEffect, recording, true);
        }

        /** Packets that a participant sends in a second. */
        double packetsPerSecond() {
            if (silent) {
                return 0;
            }
            if (clips.isEmpty()) {
                return 150;
            }
            return clips.stream()
                    .mapToDouble(clip -> clip.frames().stream()
                                    .mapToInt(frame -> frame.payloads().size())
                                    .sum()
                            * 1e9
                            / (clip.frameNanos() * clip.frames().size()))
                    .sum();
        }
    }

    /** What this participant plays. Cameras of different machines do not tick together, so in pairs they take turns. */
    public List<MediaClip> clips() {
        return inTurn(index);
    }

    /** What the other one of a pair plays, or this participant alone. In larger interactions all tick together. */
    List<MediaClip> clipsOfOther() {
        return inTurn(size - 1 - index);
    }

    private List<MediaClip> inTurn(int turn) {
        return size > 2
                ? media.clips()
                : media.clips().stream()
                        .map(clip -> clip.later(clip.frameNanos() * turn / size))
                        .toList();
    }

    public String userId() {
        return "user-" + index;
    }
}
