package org.ducksoup.transport.dtls;

import java.io.IOException;
import org.bouncycastle.tls.DatagramTransport;
import org.jspecify.annotations.Nullable;

/** One end of a path that a test controls. */
abstract class TestDatagrams implements DatagramTransport {
    /** Null if no datagram arrives in this time. The exception ends the library's reading. */
    abstract byte @Nullable [] next(int waitMillis) throws IOException, InterruptedException;

    @Override
    public int getReceiveLimit() {
        return 2048;
    }

    @Override
    public int getSendLimit() {
        return 1200;
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
        try {
            byte[] datagram = next(waitMillis);
            if (datagram == null) {
                return -1;
            }
            int count = Math.min(length, datagram.length);
            System.arraycopy(datagram, 0, buffer, offset, count);
            return count;
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void send(byte[] buffer, int offset, int length) {}

    @Override
    public void close() {}
}
