package org.ducksoup.transport.ice;

import java.util.concurrent.ArrayBlockingQueue;
import kotlin.jvm.functions.Function1;
import org.ice4j.util.Buffer;
import org.ice4j.util.BufferPool;

/** A pool of the arrays that packets are received into. By default the library allocates one for each packet. */
final class ReceiveBuffers {
    /** Larger than a datagram plus the room behind it. */
    static final int LENGTH = 2048;

    /** Only STUN is handled on another thread, so few buffers are in use at a time. */
    private static final int MAX_FREE = 128;

    private final ArrayBlockingQueue<Buffer> free = new ArrayBlockingQueue<>(MAX_FREE);

    /** Serves every socket of this class loader from now on. */
    @SuppressWarnings({"unchecked", "rawtypes"
    }) // the result's type is in a package of Kotlin that is not there to import
    static void install() {
        ReceiveBuffers buffers = new ReceiveBuffers();
        BufferPool.getBuffer = buffers::take;
        BufferPool.returnBuffer = (Function1) returned -> {
            buffers.giveBack((Buffer) returned);
            return null;
        };
    }

    Buffer take(int length) {
        Buffer used = length <= LENGTH ? free.poll() : null;
        return used == null ? new Buffer(new byte[Math.max(length, LENGTH)], 0, 0) : used;
    }

    /**
     * A buffer is returned once for each time it is taken: two packets would share a buffer that was returned twice.
     */
    void giveBack(Buffer buffer) {
        if (buffer.getBuffer().length == LENGTH) {
            free.offer(buffer);
        }
    }
}
