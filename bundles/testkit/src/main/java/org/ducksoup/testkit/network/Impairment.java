package org.ducksoup.testkit.network;

import java.time.Duration;

/**
 * What one direction of a link does to packets. Immutable: every method returns a changed copy.
 *
 * @param loss probability that a packet is lost, 0 to 1
 * @param delay the least time that a packet takes
 * @param jitter added to the delay, evenly between zero and this; the order stays
 * @param bitsPerSecond what the bottleneck carries; 0 for any amount
 * @param queueBytes capacity of the queue before the bottleneck; packets that find it full are dropped
 * @param reorder probability that a packet is overtaken by those of the next {@link LinkModel#REORDERING}, 0 to 1
 * @param duplicate probability that a packet arrives twice, 0 to 1
 * @param corrupt probability that one bit of a packet is wrong, 0 to 1
 * @param cut whether no packet gets through
 */
public record Impairment(
        double loss,
        Duration delay,
        Duration jitter,
        long bitsPerSecond,
        int queueBytes,
        double reorder,
        double duplicate,
        double corrupt,
        boolean cut) {

    /** A link that does nothing. */
    public static final Impairment NONE = new Impairment(0, Duration.ZERO, Duration.ZERO, 0, 64 * 1024, 0, 0, 0, false);

    public Impairment losing(double probability) {
        return new Impairment(probability, delay, jitter, bitsPerSecond, queueBytes, reorder, duplicate, corrupt, cut);
    }

    public Impairment delaying(Duration time) {
        return new Impairment(loss, time, jitter, bitsPerSecond, queueBytes, reorder, duplicate, corrupt, cut);
    }

    public Impairment jittering(Duration time) {
        return new Impairment(loss, delay, time, bitsPerSecond, queueBytes, reorder, duplicate, corrupt, cut);
    }

    /**
     * A bottleneck.
     *
     * @param rate bit/s
     * @param queue how long a packet at its end waits
     */
    public Impairment limitedTo(long rate, Duration queue) {
        int bytes = (int) Math.min(Integer.MAX_VALUE, rate * queue.toMillis() / 8000);
        return new Impairment(loss, delay, jitter, rate, bytes, reorder, duplicate, corrupt, cut);
    }

    public Impairment reordering(double probability) {
        return new Impairment(loss, delay, jitter, bitsPerSecond, queueBytes, probability, duplicate, corrupt, cut);
    }

    public Impairment duplicating(double probability) {
        return new Impairment(loss, delay, jitter, bitsPerSecond, queueBytes, reorder, probability, corrupt, cut);
    }

    public Impairment corrupting(double probability) {
        return new Impairment(loss, delay, jitter, bitsPerSecond, queueBytes, reorder, duplicate, probability, cut);
    }

    /** Lets no packet through, whatever else is set. */
    public Impairment cutOff() {
        return new Impairment(loss, delay, jitter, bitsPerSecond, queueBytes, reorder, duplicate, corrupt, true);
    }
}
