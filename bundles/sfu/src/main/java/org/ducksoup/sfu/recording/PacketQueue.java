package org.ducksoup.sfu.recording;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.sfu.media.TapListener;
import org.jspecify.annotations.Nullable;

/**
 * Packets on their way to a recorder: copied by the threads that bring them, taken by the recorder's. The media path
 * never waits for the recorder. The queue grows page by page while the recorder's disk does not answer. Once there is
 * no memory for another page, packets are left out until the queue has been emptied, so that one gap comes of it and
 * not many.
 */
final class PacketQueue implements TapListener {
    /** A queue that is emptied in time needs two: one is written while the other is read. */
    static final int PAGE_BYTES = 16 * 1024;

    /** Kind, length and arrival. */
    private static final int HEADER_BYTES = 1 + Integer.BYTES + Long.BYTES;

    private static final byte PACKET = 0;
    private static final byte BYPASS = 1;
    private static final byte REPORT = 2;
    private static final byte GAP = 3;

    /** Takes what is in the queue. An array is lent until the call returns. */
    interface Reader {
        /**
         * @param bypass whether the packet went around the effect
         * @return false to get nothing more for now
         */
        boolean onPacket(byte[] buffer, int offset, int length, long arrivalNanos, boolean bypass);

        void onSenderReport(long ntpTime, long rtpTimestamp);

        /** Packets were left out here. */
        void onLeftOut(long packets);
    }

    private final RecordingMemory memory;
    private final Deque<ByteBuffer> written = new ArrayDeque<>();
    private @Nullable ByteBuffer spare;
    private boolean full;
    private boolean closed;
    private long fullSince;
    private long leftOut;
    private @Nullable Span gap;

    /** Packets that the reader has taken and not yet processed. On the reader's thread. */
    private final Deque<ByteBuffer> taken = new ArrayDeque<>();

    PacketQueue(RecordingMemory memory) {
        this.memory = memory;
    }

    @Override
    public void onPacket(RtpPacket lent, long arrivalNanos) {
        add(PACKET, lent, arrivalNanos);
    }

    @Override
    public void onBypass(RtpPacket lent, long arrivalNanos) {
        add(BYPASS, lent, arrivalNanos);
    }

    /** The lock is held for no longer than it takes to copy a packet. */
    private synchronized void add(byte kind, RtpPacket lent, long arrivalNanos) {
        if (closed || HEADER_BYTES + lent.length() > PAGE_BYTES / 2) {
            // No packet of a call is that long. The recording sees a gap in the sequence numbers.
            return;
        }
        if (!full && leftOut > 0 && room(HEADER_BYTES + Long.BYTES + HEADER_BYTES + lent.length()) != null) {
            put(GAP, Long.BYTES, arrivalNanos).putLong(leftOut);
            leftOut = 0;
        }
        ByteBuffer page = full ? null : room(HEADER_BYTES + lent.length());
        if (page == null) {
            if (!full) {
                full = true;
                fullSince = arrivalNanos;
            }
            leftOut++;
            return;
        }
        put(kind, lent.length(), arrivalNanos).put(lent.buffer(), lent.offset(), lent.length());
    }

    @Override
    public synchronized void onSenderReport(long ntpTime, long rtpTimestamp) {
        if (!closed && !full && room(HEADER_BYTES + 2 * Long.BYTES) != null) {
            put(REPORT, 2 * Long.BYTES, 0).putLong(ntpTime).putLong(rtpTimestamp);
        }
    }

    /** After {@link #room}. */
    private ByteBuffer put(byte kind, int length, long arrivalNanos) {
        return written.getLast().put(kind).putInt(length).putLong(arrivalNanos);
    }

    /** The page to write to, which has room for so much; null if there is no memory for one. */
    private @Nullable ByteBuffer room(int bytes) {
        ByteBuffer last = written.peekLast();
        if (last != null && last.remaining() >= bytes) {
            return last;
        }
        ByteBuffer next = spare;
        spare = null;
        if (next == null) {
            next = memory.take(PAGE_BYTES) ? ByteBuffer.allocate(PAGE_BYTES) : null;
        }
        if (next != null) {
            written.addLast(next.clear());
        }
        return next;
    }

    /** Hands over all that has come. On the recorder's thread. */
    void drainTo(Reader reader, long nowNanos) {
        if (taken.isEmpty()) {
            take(nowNanos);
        }
        for (ByteBuffer page = taken.peekFirst(); page != null; page = taken.peekFirst()) {
            while (page.hasRemaining()) {
                if (!read(page, reader)) {
                    return;
                }
            }
            taken.removeFirst();
            giveBack(page);
        }
    }

    private synchronized void take(long nowNanos) {
        if (full && written.isEmpty()) {
            full = false;
            gap = new Span(fullSince, nowNanos).with(gap);
        }
        for (ByteBuffer page : written) {
            taken.addLast(page.flip());
        }
        written.clear();
    }

    private static boolean read(ByteBuffer page, Reader reader) {
        byte kind = page.get();
        int length = page.getInt();
        long arrivalNanos = page.getLong();
        int begin = page.position();
        // A reader that fails does not get the same packet again.
        page.position(begin + length);
        switch (kind) {
            case REPORT -> reader.onSenderReport(page.getLong(begin), page.getLong(begin + Long.BYTES));
            case GAP -> reader.onLeftOut(page.getLong(begin));
            default -> {
                return reader.onPacket(page.array(), page.arrayOffset() + begin, length, arrivalNanos, kind == BYPASS);
            }
        }
        return true;
    }

    private synchronized void giveBack(ByteBuffer page) {
        if (spare == null && !closed) {
            spare = page;
        } else {
            memory.give(PAGE_BYTES);
        }
    }

    /** Whether packets are left out at the moment. From any thread. */
    synchronized boolean isFull() {
        return full;
    }

    /** When packets were left out, since this was last asked; null if none were. */
    synchronized @Nullable Span takeGap(long nowNanos, boolean atTheEnd) {
        Span known = atTheEnd && full ? new Span(fullSince, nowNanos).with(gap) : gap;
        gap = null;
        return known;
    }

    /** Takes no packets any more, and gives all memory back. On the recorder's thread. */
    synchronized void close() {
        closed = true;
        memory.give((long) PAGE_BYTES * (written.size() + taken.size() + (spare == null ? 0 : 1)));
        written.clear();
        taken.clear();
        spare = null;
    }
}
