package org.ducksoup.sfu.capacity;

/**
 * What participants ask of the server, or what the server can take.
 *
 * @param participants who have a seat, or for whom one is kept
 * @param pipelines native ones: one for each medium with an effect, one for a video that is encoded again
 * @param pixelsPerSecond of all pictures that are decoded here
 * @param bytes of memory outside the heap, estimated
 */
public record Load(int participants, int pipelines, long pixelsPerSecond, long bytes) {
    public static final Load NONE = new Load(0, 0, 0, 0);

    Load plus(Load other) {
        return new Load(
                participants + other.participants,
                pipelines + other.pipelines,
                pixelsPerSecond + other.pixelsPerSecond,
                bytes + other.bytes);
    }

    Load minus(Load other) {
        return new Load(
                participants - other.participants,
                pipelines - other.pipelines,
                pixelsPerSecond - other.pixelsPerSecond,
                bytes - other.bytes);
    }

    /** The same for so many participants, of whom this is the first. */
    Load ofParticipants(int count) {
        return new Load(count, pipelines, pixelsPerSecond, bytes);
    }
}
