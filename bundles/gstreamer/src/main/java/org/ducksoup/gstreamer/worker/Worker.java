package org.ducksoup.gstreamer.worker;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.ducksoup.gstreamer.binding.NativeMemory;
import org.ducksoup.gstreamer.binding.StreamingThreads;
import org.ducksoup.gstreamer.catalogue.ElementCatalogue;
import org.ducksoup.gstreamer.wire.FrameReader;
import org.ducksoup.gstreamer.wire.Message;
import org.ducksoup.gstreamer.wire.Outbox;
import org.ducksoup.parts.DaemonThreads;
import org.ducksoup.parts.Recurring;
import org.freedesktop.gstreamer.Gst;
import org.freedesktop.gstreamer.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs media for the server, in a process of its own, until the server closes its socket: also when the server dies. What it
 * logs goes to standard error, which the server reads.
 */
public final class Worker {
    private static final Logger LOGGER = LoggerFactory.getLogger(Worker.class);
    private static final long TICK_MILLIS = 200;

    /** Something is wrong with the worker itself. */
    private static final int FAILED = 70;

    private Worker() {}

    /** @param arguments path of the server's socket */
    public static void main(String[] arguments) {
        int status = 0;
        try {
            run(Path.of(arguments[0]));
        } catch (IOException | RuntimeException | LinkageError e) {
            LOGGER.error("the worker ends", e);
            status = FAILED;
        }
        // Threads of elements that hang are not waited for.
        Runtime.getRuntime().halt(status);
    }

    private static void run(Path socket) throws IOException {
        try (SocketChannel in = connect(socket);
                SocketChannel out = connect(socket)) {
            startGStreamer();
            ExecutorService lifecycle = Executors.newCachedThreadPool(DaemonThreads.numbered("lifecycle"));
            ScheduledExecutorService control =
                    Executors.newSingleThreadScheduledExecutor(DaemonThreads.numbered("control"));
            Outbox outbox = new Outbox(out);
            ServedMedia media = new ServedMedia(outbox, new ElementCatalogue(), lifecycle, control);
            var unused = control.scheduleWithFixedDelay(
                    new Recurring(media::tick, e -> LOGGER.error("media could not be checked", e)),
                    TICK_MILLIS,
                    TICK_MILLIS,
                    TimeUnit.MILLISECONDS);
            media.onReady(() -> outbox.send(new Message.Ready(Message.VERSION, Gst.getVersionString())));
            new FrameReader(in, media).run();
        }
    }

    private static SocketChannel connect(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        return channel;
    }

    private static void startGStreamer() {
        NativeMemory.returnLargeBlocks();
        // A crash is to end the process, and the virtual machine says in which library it was.
        Gst.setSegTrap(false);
        Gst.init(Version.of(1, 20), "ducksoup-worker");
        StreamingThreads.endWhenIdle();
    }
}
