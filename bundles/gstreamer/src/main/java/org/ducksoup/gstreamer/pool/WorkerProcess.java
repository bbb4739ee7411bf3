package org.ducksoup.gstreamer.pool;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.ducksoup.api.pipeline.WorkerStatus;
import org.ducksoup.gstreamer.pipeline.MediumPlan;
import org.ducksoup.gstreamer.wire.FrameReader;
import org.ducksoup.gstreamer.wire.Message;
import org.ducksoup.gstreamer.wire.Outbox;
import org.ducksoup.parts.DaemonThreads;
import org.ducksoup.parts.TokenBucket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker process: its start, what it says, and its end. It is given away once, and ended with the last of its media. Thread-safe; one
 * thread of its own reads what comes.
 */
final class WorkerProcess implements FrameReader.Handler {
    private static final Logger LOGGER = LoggerFactory.getLogger(WorkerProcess.class);
    private static final long MAX_START_MILLIS = 15_000;
    /** A process whose socket is closed says within this time how it ended. */
    private static final long MAX_END_MILLIS = 500;
    /** Between two questions whether a worker is there. */
    static final long PING_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    /** A worker that does not answer for so long hangs. */
    static final long MAX_SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1000);

    /** Between two looks at what a worker uses. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private static final long CPU_WINDOW_NANOS = TimeUnit.SECONDS.toNanos(5);

    // Why media are lost that have not failed themselves.
    static final String OTHER_FAILED = "another medium in its process failed";
    static final String PLUGIN_GONE = "a plug-in in its process was uninstalled";

    private final int number;
    private final WorkerSettings settings;
    private final Process process;
    private final SocketChannel in;
    private final SocketChannel out;
    private final Outbox outbox;
    private final Output output;
    private final OnEnd onEnd;
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private final Map<Integer, Guest> guests = new ConcurrentHashMap<>();
    private final Set<String> unmeasured = ConcurrentHashMap.newKeySet();
    private final Map<Integer, CompletableFuture<Message>> questions = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicBoolean ending = new AtomicBoolean();
    private volatile @Nullable String killedFor;
    /** Of the process that runs the media. */
    private volatile long pid;

    // Of the watching thread.
    private volatile long askedNanos;
    private volatile boolean answered = true;
    private long lookedNanos;
    private long windowNanos;
    private long windowProcessorNanos;
    private volatile long residentBytes;
    private volatile int cpuPercent;

    /** A medium that runs in this worker. Called on the worker's reading thread; its last call is {@link #onLost}. */
    interface Guest {
        /** For people. */
        String name();

        /** Its effects that were not measured. */
        Set<String> unmeasured();

        void onStarted();

        /** As {@link Message.Applied}. */
        void onApplied(int ticket, long arrivalNanos);

        void onKeyFrameNeeded();

        void onPacket(boolean overdue, byte[] buffer, int length);

        void onTiming(long rtpTimestamp, long timeNanos);

        void onAudioLevel(int level, long arrivalNanos);

        /**
         * Nothing comes any more.
         *
         * @param reason null if the medium was closed
         */
        void onLost(@Nullable String reason);
    }

    /** Hears that the process has ended, and why. */
    interface OnEnd {
        void ended(WorkerProcess worker, String reason);
    }

    private WorkerProcess(
            int number,
            WorkerSettings settings,
            Process process,
            Output output,
            SocketChannel in,
            SocketChannel out,
            OnEnd onEnd)
            throws IOException {
        this.number = number;
        this.settings = settings;
        this.process = process;
        this.output = output;
        this.in = in;
        this.out = out;
        this.onEnd = onEnd;
        out.configureBlocking(false);
        outbox = new Outbox(out);
    }

    /**
     * Starts a worker and waits until it can be used. Called on a thread that lives as long as workers are to live: the kernel
     * ends them with it.
     */
    static WorkerProcess start(int number, Preparation.Prepared prepared, MediumPlan.Tuning tuning, OnEnd onEnd)
            throws IOException, InterruptedException {
        WorkerSettings settings = prepared.settings();
        Path directory = prepared.files().directory(number);
        Path socket = directory.resolve(WorkerFiles.SOCKET);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MAX_START_MILLIS);
        Process process = null;
        List<SocketChannel> sockets = new ArrayList<>();
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            if (!settings.user().isEmpty()) {
                WorkerFiles.giveTo(settings.user(), directory);
            }
            process = prepared.command().of(directory).start();
            Output output = new Output(number, process);
            sockets.add(accept(server, process, output, deadline));
            sockets.add(accept(server, process, output, deadline));
            WorkerProcess worker =
                    new WorkerProcess(number, settings, process, output, sockets.get(1), sockets.get(0), onEnd);
            DaemonThreads.start("ducksoup-worker-" + number, worker::read);
            worker.outbox.send(new Message.Setup(tuning));
            worker.awaitReady(deadline);
            return worker;
        } catch (IOException | RuntimeException | InterruptedException | Error e) {
            if (process != null) {
                process.destroyForcibly();
            }
            sockets.forEach(WorkerProcess::close);
            throw e;
        } finally {
            if (settings.sandboxed()) {
                // The sandbox has its own view of what it needs, and nothing is left here if this process is killed.
                WorkerFiles.delete(directory);
            } else {
                Files.deleteIfExists(socket);
            }
        }
    }

    private static SocketChannel accept(ServerSocketChannel server, Process process, Output output, long deadline)
            throws IOException {
        server.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            server.register(selector, SelectionKey.OP_ACCEPT);
            while (System.nanoTime() < deadline) {
                selector.select(100);
                SocketChannel channel = server.accept();
                if (channel != null) {
                    return channel;
                } else if (!process.isAlive()) {
                    throw new IOException(
                            "a worker ends at once (exit status " + process.exitValue() + "): " + output.lastLine());
                }
            }
        }
        throw new IOException("a worker does not start within " + MAX_START_MILLIS / 1000 + " s: " + output.lastLine());
    }

    private void awaitReady(long deadline) throws IOException, InterruptedException {
        try {
            String version = ready.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            LOGGER.debug(
                    "worker {} is ready after {} ms: {}",
                    number,
                    MAX_START_MILLIS - TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()),
                    version);
        } catch (ExecutionException | TimeoutException e) {
            kill("not ready in time");
            throw new IOException("a worker is not ready: " + e, e);
        }
        pid = process.descendants()
                .filter(child -> child.info()
                        .command()
                        .filter(name -> name.endsWith("java"))
                        .isPresent())
                .mapToLong(ProcessHandle::pid)
                .findFirst()
                .orElse(process.pid());
    }

    int number() {
        return number;
    }

    boolean isAlive() {
        return !ending.get();
    }

    /** The effects that were not measured, of all media that ever ran in this process. */
    Set<String> unmeasured() {
        return unmeasured;
    }

    WorkerStatus status() {
        return new WorkerStatus(
                number, pid, guests.values().stream().map(Guest::name).sorted().toList(), residentBytes, cpuPercent);
    }

    /**
     * Opens a medium.
     *
     * @param open makes the message for the medium's number
     * @return the number
     */
    int open(Guest guest, IntFunction<Message.Open> open) throws IOException {
        int medium = numbers.incrementAndGet();
        unmeasured.addAll(guest.unmeasured());
        guests.put(medium, guest);
        if (ending.get()) {
            guests.remove(medium);
            throw new IOException("the worker has ended");
        }
        outbox.send(open.apply(medium));
        return medium;
    }

    /** @return false if the packet was dropped */
    boolean push(int medium, byte[] buffer, int offset, int length, long arrivalNanos) {
        try {
            return outbox.packetIn(medium, buffer, offset, length, arrivalNanos);
        } catch (IOException e) {
            return false;
        }
    }

    /** A worker that does not take messages is ended. */
    void send(Message message) {
        try {
            outbox.send(message);
        } catch (IOException e) {
            kill("hang: it does not take messages");
        }
    }

    /** @param question makes the message for the question's number */
    CompletableFuture<Message> ask(IntFunction<Message> question) {
        int id = numbers.incrementAndGet();
        CompletableFuture<Message> answer = new CompletableFuture<>();
        questions.put(id, answer);
        answer.whenComplete((message, failure) -> questions.remove(id));
        if (ending.get()) {
            answer.completeExceptionally(new IOException("the worker has ended"));
        } else {
            send(question.apply(id));
        }
        return answer;
    }

    /** Looks whether the worker answers, and what it uses. Called several times a second, on one thread. */
    void watch(long nowNanos) {
        if (ending.get()) {
            return;
        }
        if (!answered && nowNanos - askedNanos > MAX_SILENCE_NANOS) {
            kill("hang: it does not answer");
            return;
        }
        if (answered && nowNanos - askedNanos >= PING_NANOS) {
            answered = false;
            askedNanos = nowNanos;
            send(new Message.Ping(0));
        }
        try {
            outbox.flush();
            if (nowNanos - lookedNanos >= LOOK_NANOS) {
                lookedNanos = nowNanos;
                limit(Usage.of(pid), nowNanos);
            }
        } catch (IOException e) {
            LOGGER.debug("worker {} is about to end", number, e);
        }
    }

    private void limit(Usage.Reading usage, long nowNanos) {
        residentBytes = usage.residentBytes();
        if (usage.residentBytes() > settings.maxBytes()) {
            kill("memory: it uses " + (usage.residentBytes() >> 20) + " MiB, and " + (settings.maxBytes() >> 20)
                    + " are allowed (workerMebibytes)");
        } else if (windowNanos == 0) {
            windowNanos = nowNanos;
            windowProcessorNanos = usage.processorNanos();
        } else if (nowNanos - windowNanos > CPU_WINDOW_NANOS) {
            long percent = 100 * (usage.processorNanos() - windowProcessorNanos) / (nowNanos - windowNanos);
            windowNanos = nowNanos;
            windowProcessorNanos = usage.processorNanos();
            cpuPercent = (int) percent;
            if (percent > settings.maxCpuPercent()) {
                kill("processor: it uses " + percent + " % of a core, and " + settings.maxCpuPercent()
                        + " are allowed (workerCpuPercent)");
            }
        }
    }

    /** Ends the process at once. Idempotent; the first reason counts. */
    void kill(String reason) {
        synchronized (this) {
            if (killedFor == null) {
                killedFor = reason;
            }
        }
        process.destroyForcibly();
    }

    private void read() {
        try {
            new FrameReader(in, this).run();
        } catch (IOException e) {
            if (process.isAlive()) {
                kill("protocol: " + e.getMessage());
            }
        } catch (RuntimeException | Error e) {
            LOGGER.error("worker {} cannot be read", number, e);
            kill("protocol: " + e);
        } finally {
            end();
        }
    }

    private void end() {
        ending.set(true);
        close(in);
        close(out);
        String reason = reason();
        process.destroyForcibly();
        ready.completeExceptionally(new IOException(reason));
        questions.values().forEach(question -> question.completeExceptionally(new IOException(reason)));
        guests.values().forEach(guest -> guest.onLost(reason));
        guests.clear();
        onEnd.ended(this, reason);
    }

    private String reason() {
        String known = killedFor;
        try {
            boolean gone = process.waitFor(MAX_END_MILLIS, TimeUnit.MILLISECONDS);
            if (known == null) {
                return gone ? output.reason(process.exitValue()) : "it closed its socket";
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return known == null ? "the server ends" : known;
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOGGER.debug("a socket of a worker cannot be closed", e);
        }
    }

    @Override
    public void onMessage(Message message) throws IOException {
        if (message instanceof Message.Ready is) {
            if (is.version() != Message.VERSION) {
                throw new IOException("it speaks version " + is.version() + ", and not " + Message.VERSION);
            }
            ready.complete(is.gstreamer());
        } else if (message instanceof Message.Pong) {
            answered = true;
        } else if (message instanceof Message.Started started) {
            with(started.medium(), Guest::onStarted);
        } else if (message instanceof Message.KeyFrameNeeded needed) {
            with(needed.medium(), Guest::onKeyFrameNeeded);
        } else if (message instanceof Message.Applied applied) {
            with(applied.medium(), guest -> guest.onApplied(applied.ticket(), applied.arrivalNanos()));
        } else if (message instanceof Message.Failed failed) {
            lost(failed.medium(), failed.reason());
        } else if (message instanceof Message.Freed freed) {
            lost(freed.medium(), null);
        } else if (message instanceof Message.Description description) {
            answer(description.question(), description);
        } else if (message instanceof Message.Elements elements) {
            answer(elements.question(), elements);
        } else {
            throw new IOException("not for a server: " + message.getClass().getSimpleName());
        }
    }

    private void lost(int medium, @Nullable String reason) {
        Guest guest = guests.remove(medium);
        if (guest != null) {
            guest.onLost(reason);
        }
    }

    private void answer(int question, Message answer) {
        CompletableFuture<Message> asked = questions.get(question);
        if (asked != null) {
            asked.complete(answer);
        }
    }

    private void with(int medium, Consumer<Guest> task) {
        Guest guest = guests.get(medium);
        if (guest != null) {
            task.accept(guest);
        }
    }

    @Override
    public void onPacketOut(int medium, boolean overdue, byte[] buffer, int length) {
        Guest guest = guests.get(medium);
        if (guest != null) {
            guest.onPacket(overdue, buffer, length);
        }
    }

    @Override
    public void onTiming(int medium, long rtpTimestamp, long timeNanos) {
        Guest guest = guests.get(medium);
        if (guest != null) {
            guest.onTiming(rtpTimestamp, timeNanos);
        }
    }

    @Override
    public void onAudioLevel(int medium, int level, long arrivalNanos) {
        Guest guest = guests.get(medium);
        if (guest != null) {
            guest.onAudioLevel(level, arrivalNanos);
        }
    }

    /** What a worker prints: its log, and GStreamer's, and what its virtual machine says when it crashes. */
    private static final class Output {
        private final int number;
        private volatile String lastLine = "it prints nothing";
        private final CrashReport report = new CrashReport();
        private final TokenBucket rate = new TokenBucket(100, 5, System.nanoTime());
        private final Thread reader;

        Output(int number, Process process) {
            this.number = number;
            reader = DaemonThreads.start("ducksoup-worker-" + number + "-output", () -> read(process));
        }

        /** After the end of the process, whose last lines say most. */
        String reason(int status) throws InterruptedException {
            reader.join(MAX_END_MILLIS);
            return report.reason(status);
        }

        String lastLine() {
            return lastLine;
        }

        private void read(Process process) {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    lastLine = line;
                    report.read(line);
                    if (line.startsWith("#")) {
                        // Of the virtual machine's report of a crash, CrashReport keeps what matters.
                        LOGGER.debug("worker {}: {}", number, line);
                    } else if (rate.take(System.nanoTime())) {
                        LOGGER.info("worker {}: {}", number, line);
                    }
                }
            } catch (IOException e) {
                LOGGER.debug("worker {} prints nothing more", number, e);
            }
        }
    }
}
