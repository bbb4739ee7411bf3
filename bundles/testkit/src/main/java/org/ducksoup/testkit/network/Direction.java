package org.ducksoup.testkit.network;

/** One direction of a link in real time. Thread-safe. */
final class Direction {
    /** Receives a packet at the other end. */
    @FunctionalInterface
    interface Output {
        void deliver(byte[] packet);
    }

    private final LinkModel model;
    private final DelayLine line;

    Direction(LinkModel model, DelayLine line) {
        this.model = model;
        this.line = line;
    }

    /** @param packet kept until it has arrived, so the caller must not change it */
    synchronized void send(byte[] packet, Output output) {
        model.send(System.nanoTime(), packet.length, (atNanos, bit) -> {
            byte[] arriving = packet;
            if (bit >= 0) {
                arriving = packet.clone();
                arriving[bit / 8] ^= (byte) (1 << bit % 8);
            }
            byte[] delivered = arriving;
            line.at(atNanos, () -> output.deliver(delivered));
        });
    }

    synchronized void change(Impairment impairment) {
        model.change(impairment);
    }

    synchronized LinkModel.Counts counts() {
        return model.counts();
    }
}
