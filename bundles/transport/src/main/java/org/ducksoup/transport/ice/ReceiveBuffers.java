package org.ducksoup.transport.ice;

import java.util.concurrent.ArrayBlockingQueue;
import kotlin.jvm.functions.Function1;
import org.ice4j.util.Buffer;
import org.ice4j.util.BufferPool;

/** The arrays packets are received into, used again and again: by default the library makes one for each packet. */
final class ReceiveBuffers {
    /** Larger than a datagram with the room behind it. */
    static final int LENGTH = 2048;

    /** Only STUN waits for another thread; a few are on their way at a time. */
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

    /** Once for each buffer taken: one given back twice would be two packets' at once. */
    void giveBack(Buffer buffer) {
        if (buffer.getBuffer().length == LENGTH) {
            free.offer(buffer);
        }
    }
}
