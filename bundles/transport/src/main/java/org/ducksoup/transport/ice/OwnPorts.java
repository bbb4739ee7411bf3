package org.ducksoup.transport.ice;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.ducksoup.parts.DaemonThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ports of clients, one for each session, and the thread that reads from them all. */
final class OwnPorts implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(OwnPorts.class);

    private final InetAddress address;
    private final Executor readers;
    private final Duration nap;
    private final Selector selector;

    /**
     * @param readers threads on which the ICE library reads
     * @param nap between two looks at the ports; zero to be woken by each datagram. Where clients and the server share a
     *     machine, waking costs the server more than sending, which no network card does to it
     */
    OwnPorts(InetAddress address, Executor readers, Duration nap) throws IOException {
        this.address = address;
        this.readers = readers;
        this.nap = nap;
        selector = Selector.open();
        DaemonThreads.start("ducksoup-udp-clients", this::read);
    }

    OwnPort open(IceListener listener) throws IOException {
        DatagramChannel channel = DatagramChannel.open(
                address instanceof Inet6Address ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
        try {
            channel.bind(new InetSocketAddress(address, 0)).configureBlocking(false);
            OwnPort port = new OwnPort(channel, listener, readers);
            channel.register(selector, SelectionKey.OP_READ, port);
            if (nap.isZero()) {
                selector.wakeup();
            }
            return port;
        } catch (IOException | ClosedSelectorException e) {
            channel.close();
            throw new IOException("no port at " + address.getHostAddress() + ": " + e.getMessage(), e);
        }
    }

    private void read() {
        try {
            while (selector.isOpen()) {
                if (nap.isZero()) {
                    selector.select(OwnPorts::read);
                } else {
                    selector.selectNow(OwnPorts::read);
                    LockSupport.parkNanos(nap.toNanos());
                }
            }
        } catch (ClosedSelectorException closed) {
            // The end.
        } catch (IOException e) {
            LOGGER.error("the ports of clients at {} are not read any more", address.getHostAddress(), e);
        }
    }

    private static void read(SelectionKey key) {
        try {
            ((OwnPort) key.attachment()).read();
        } catch (IOException closed) {
            key.cancel();
        }
    }

    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException e) {
            LOGGER.debug("a selector could not be closed", e);
        }
    }
}
