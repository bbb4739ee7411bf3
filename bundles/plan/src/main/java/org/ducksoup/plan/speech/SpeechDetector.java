package org.ducksoup.plan.speech;

/**
 * Hears when a participant begins and ends to speak, from the audio levels that browsers send with each packet (RFC 6464), or
 * from the same measured in decoded sound: 0 is the loudest, 127 is silence, in -dBov.
 *
 * <p>Packets that are louder than the room by its unrest add up (Page's cumulative sum, 1954): two that stand out clearly are
 * speech, and so are several that stand out a little. Speech goes on until it was nearly as quiet as the room for {@link
 * #HANG_NANOS}. What is loud and even for a second is no speech, but
 * a room that has become louder: a fan, a passing lorry. Not thread-safe.
 */
public final class SpeechDetector {
    /** Pauses between syllables are shorter. */
    static final long HANG_NANOS = 200_000_000;

    /** Decibels above the unrest of the room, over some packets, that are speech. */
    private static final double ENOUGH = 8;

    /** One packet alone is a click, however loud. */
    private static final int PACKETS = 2;

    private static final double MOST_OF_ONE = 12;

    /** Without packets for this long, nothing was heard. Browsers may leave out silence (DTX). */
    private static final long GAP_NANOS = 120_000_000;

    /** What has changed. */
    public enum Change {
        NONE,
        BEGAN,
        ENDED
    }

    private final RoomNoise room = new RoomNoise();
    private boolean speaking;
    private int loud;
    private double evidence;
    private long loudSince;
    private long quietSince;
    private long lastPacket;
    private long changedAt;
    private boolean heard;

    /**
     * A packet has arrived.
     *
     * @param level 0 to 127
     * @param nanos its arrival, on a steady clock
     */
    public Change onLevel(int level, long nanos) {
        Change before = onTime(nanos);
        double loudness = -Math.max(0, Math.min(127, level));
        if (!heard) {
            heard = true;
            quietSince = nanos;
        }
        lastPacket = nanos;
        Change now = speaking ? inSpeech(loudness, nanos) : inSilence(loudness, nanos);
        return now == Change.NONE ? before : now;
    }

    private Change inSilence(double loudness, long nanos) {
        double excess = loudness - room.level() - room.unrest();
        if (!room.isKnown() || excess <= 0) {
            room.onQuiet(loudness, nanos);
        }
        if (!room.isKnown()) {
            return Change.NONE;
        }
        if (excess > 0) {
            loudSince = loud == 0 ? nanos : loudSince;
            loud++;
        }
        evidence = Math.max(0, evidence + Math.min(MOST_OF_ONE, excess));
        if (evidence == 0) {
            loud = 0;
        } else if (evidence >= ENOUGH && loud >= PACKETS) {
            speaking = true;
            changedAt = loudSince;
            quietSince = nanos;
            room.beginSpeech();
            return Change.BEGAN;
        }
        return Change.NONE;
    }

    private Change inSpeech(double loudness, long nanos) {
        if (loudness > room.level() + room.unrest()) {
            quietSince = nanos;
        }
        if (room.isEven(loudness)) {
            return end(nanos);
        }
        return nanos - quietSince >= HANG_NANOS ? end(quietSince) : Change.NONE;
    }

    private Change end(long at) {
        speaking = false;
        loud = 0;
        evidence = 0;
        changedAt = at;
        room.endSpeech();
        return Change.ENDED;
    }

    /** Time passes without a packet. */
    public Change onTime(long nanos) {
        return speaking && nanos - lastPacket >= GAP_NANOS && nanos - quietSince >= HANG_NANOS
                ? end(quietSince)
                : Change.NONE;
    }

    /** When the last change was, on the clock of the packets; it is heard a little later. */
    public long changedAt() {
        return changedAt;
    }

    public boolean isSpeaking() {
        return speaking;
    }
}
