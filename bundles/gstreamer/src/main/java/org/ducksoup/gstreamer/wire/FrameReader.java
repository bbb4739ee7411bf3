package org.ducksoup.gstreamer.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** Reads frames, on one thread, and hands them on. Allocates nothing for a packet. */
public final class FrameReader {
    private static final int BUFFER = 1 << 18;

    private final ReadableByteChannel channel;
    private final Handler handler;
    private final byte[] packet = new byte[Frames.MAX_PACKET];
    private ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);

    /** Called on the reading thread. A packet's buffer is lent until the call returns. */
    public interface Handler {
        void onMessage(Message message) throws IOException;

        /** @param arrivalNanos on the clock of {@link System#nanoTime} */
        default void onPacketIn(int medium, byte[] buffer, int length, long arrivalNanos) throws IOException {
            throw new WireException("a packet for a worker came from one");
        }

        /** @param overdue as for {@link org.ducksoup.api.pipeline.PipelineListener#onOverduePacket} */
        default void onPacketOut(int medium, boolean overdue, byte[] buffer, int length) throws IOException {
            throw new WireException("a packet of a worker came to one");
        }

        /** As {@link org.ducksoup.api.pipeline.PipelineListener#onTiming}. */
        default void onTiming(int medium, long rtpTimestamp, long timeNanos) throws IOException {
            throw new WireException("a timing of a worker came to one");
        }

        /** As {@link org.ducksoup.api.pipeline.PipelineListener#onAudioLevel}. */
        default void onAudioLevel(int medium, int level, long arrivalNanos) throws IOException {
            throw new WireException("a loudness of a worker came to one");
        }
    }

    public FrameReader(ReadableByteChannel channel, Handler handler) {
        this.channel = channel;
        this.handler = handler;
    }

    /**
     * Reads until the other side has closed the channel.
     *
     * @throws WireException if something is no frame
     */
    public void run() throws IOException {
        while (channel.read(buffer) >= 0) {
            buffer.flip();
            while (hasFrame()) {
                handle(buffer.getInt());
            }
            makeRoom();
        }
    }

    private boolean hasFrame() throws WireException {
        if (buffer.remaining() < Frames.LENGTH_BYTES) {
            return false;
        }
        int length = buffer.getInt(buffer.position());
        if (length < 1 || length > Frames.MAX_FRAME) {
            throw new WireException("a frame of " + length + " bytes");
        }
        return buffer.remaining() >= Frames.LENGTH_BYTES + length;
    }

    private void makeRoom() {
        int wanted =
                buffer.remaining() < Frames.LENGTH_BYTES ? 0 : Frames.LENGTH_BYTES + buffer.getInt(buffer.position());
        if (wanted > buffer.capacity()) {
            buffer = ByteBuffer.allocateDirect(wanted + BUFFER).put(buffer);
        } else {
            buffer.compact();
        }
    }

    private void handle(int length) throws IOException {
        int end = buffer.position() + length;
        byte type = buffer.get();
        switch (type) {
            case Frames.PACKET_IN -> {
                need(length >= Frames.PACKET_IN_HEADER);
                int medium = buffer.getInt();
                long arrivalNanos = buffer.getLong();
                handler.onPacketIn(medium, packet, rest(end), arrivalNanos);
            }
            case Frames.PACKET_OUT, Frames.OVERDUE_OUT -> {
                need(length >= Frames.PACKET_OUT_HEADER);
                int medium = buffer.getInt();
                handler.onPacketOut(medium, type == Frames.OVERDUE_OUT, packet, rest(end));
            }
            case Frames.TIMING -> {
                need(length == Frames.TIMING_BYTES);
                handler.onTiming(buffer.getInt(), buffer.getLong(), buffer.getLong());
            }
            case Frames.AUDIO_LEVEL -> {
                need(length == Frames.LEVEL_BYTES);
                int medium = buffer.getInt();
                int level = buffer.get();
                need(level >= 0);
                handler.onAudioLevel(medium, level, buffer.getLong());
            }
            default -> {
                ByteBuffer content = buffer.slice(buffer.position(), end - buffer.position());
                buffer.position(end);
                handler.onMessage(MessageCodec.decode(type, content));
            }
        }
    }

    private int rest(int end) throws WireException {
        int length = end - buffer.position();
        need(length <= Frames.MAX_PACKET);
        buffer.get(packet, 0, length);
        return length;
    }

    private static void need(boolean fits) throws WireException {
        if (!fits) {
            throw new WireException("a frame of the wrong length, or with a value that nothing has");
        }
    }
}
