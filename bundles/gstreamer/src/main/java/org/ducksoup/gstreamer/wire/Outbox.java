package org.ducksoup.gstreamer.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * Writes frames. On a channel that does not block, what it does not take waits here, up to a bound; then packets are left out,
 * and a message fails. On a channel that blocks, nothing ever waits here. Thread-safe.
 */
public final class Outbox {
    private static final int BUFFER = 1 << 18;
    /** Packets leave so much of the room to messages. */
    private static final int FOR_MESSAGES = 1 << 16;

    private final WritableByteChannel channel;
    private ByteBuffer waiting = ByteBuffer.allocateDirect(BUFFER);

    public Outbox(WritableByteChannel channel) {
        this.channel = channel;
    }

    /** @return false if there was no room for the packet */
    public synchronized boolean packetIn(int medium, byte[] packet, int offset, int length, long arrivalNanos)
            throws IOException {
        if (!hasRoom(Frames.PACKET_IN_HEADER + length)) {
            return false;
        }
        waiting.putInt(Frames.PACKET_IN_HEADER + length)
                .put(Frames.PACKET_IN)
                .putInt(medium)
                .putLong(arrivalNanos)
                .put(packet, offset, length);
        write();
        return true;
    }

    /** @return false if there was no room for the packet */
    public synchronized boolean packetOut(int medium, boolean overdue, byte[] packet, int offset, int length)
            throws IOException {
        if (!hasRoom(Frames.PACKET_OUT_HEADER + length)) {
            return false;
        }
        waiting.putInt(Frames.PACKET_OUT_HEADER + length)
                .put(overdue ? Frames.OVERDUE_OUT : Frames.PACKET_OUT)
                .putInt(medium)
                .put(packet, offset, length);
        write();
        return true;
    }

    public synchronized void timing(int medium, long rtpTimestamp, long timeNanos) throws IOException {
        if (hasRoom(Frames.TIMING_BYTES)) {
            waiting.putInt(Frames.TIMING_BYTES)
                    .put(Frames.TIMING)
                    .putInt(medium)
                    .putLong(rtpTimestamp)
                    .putLong(timeNanos);
            write();
        }
    }

    /** Left out if there is no room. */
    public synchronized void audioLevel(int medium, int level, long arrivalNanos) throws IOException {
        if (hasRoom(Frames.LEVEL_BYTES)) {
            waiting.putInt(Frames.LEVEL_BYTES)
                    .put(Frames.AUDIO_LEVEL)
                    .putInt(medium)
                    .put((byte) level)
                    .putLong(arrivalNanos);
            write();
        }
    }

    /** @throws IOException also if the other side does not read, and there is no room for the message */
    public synchronized void send(Message message) throws IOException {
        byte[] frame = MessageCodec.encode(message);
        int needed = Frames.LENGTH_BYTES + frame.length;
        if (waiting.position() == 0 && needed > waiting.capacity()) {
            waiting = ByteBuffer.allocateDirect(needed);
        }
        if (waiting.remaining() < needed) {
            throw new WireException("the other side does not read");
        }
        waiting.putInt(frame.length).put(frame);
        write();
    }

    /** Writes what waits, as far as the channel takes it. */
    public synchronized void flush() throws IOException {
        if (waiting.position() > 0) {
            write();
        }
    }

    private boolean hasRoom(int length) {
        return waiting.remaining() >= Frames.LENGTH_BYTES + length + FOR_MESSAGES;
    }

    private void write() throws IOException {
        waiting.flip();
        try {
            channel.write(waiting);
        } finally {
            waiting.compact();
        }
    }
}
