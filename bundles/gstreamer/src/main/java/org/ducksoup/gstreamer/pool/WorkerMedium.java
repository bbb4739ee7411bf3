package org.ducksoup.gstreamer.pool;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.pipeline.ChangeTime;
import org.ducksoup.api.pipeline.PipelineDescription;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecificationException;
import org.ducksoup.gstreamer.circuit.Circuits;
import org.ducksoup.gstreamer.lab.FailedVersions;
import org.ducksoup.gstreamer.lab.LabEffects;
import org.ducksoup.gstreamer.packet.Rtp;
import org.ducksoup.gstreamer.pipeline.LiveProperties;
import org.ducksoup.gstreamer.pipeline.Medium;
import org.ducksoup.gstreamer.pipeline.MediumDescription;
import org.ducksoup.gstreamer.pipeline.MediumPlan;
import org.ducksoup.gstreamer.pipeline.PipelineEnvironment;
import org.ducksoup.gstreamer.pipeline.Restarts;
import org.ducksoup.gstreamer.pipeline.StartWatch;
import org.ducksoup.gstreamer.wire.Message;
import org.ducksoup.gstreamer.wire.Tickets;
import org.ducksoup.parts.SerialExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A medium that runs in a worker, and in the next one after a failure. Packets go straight from the receive thread to the worker's
 * socket, and from the worker's reading thread to the listener. What is set is kept here, for the next worker.
 */
final class WorkerMedium implements Medium, ForeignEffects.User {
    private static final Logger LOGGER = LoggerFactory.getLogger(WorkerMedium.class);
    /** A second of video. */
    private static final int MAX_WAITING = 512;
    /** What came earlier, while the effect was lost, is not sent in a burst when the effect is back. */
    private static final long MAX_STALE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long DESCRIBE_SECONDS = 2;

    /** Workers are started one after the other. When many need one at once, the last of them waits so long. */
    private static final long MAX_QUEUE_NANOS = TimeUnit.SECONDS.toNanos(12);

    private static final long QUEUE_POLL_MILLIS = 50;

    private final Design design;
    private final Owner owner;
    private final WorkerSeat seat;
    private final ForeignEffects foreign;
    private final PipelineEnvironment environment;
    private final SerialExecutor lifecycle;
    private final Restarts restarts = Restarts.some();
    private final AtomicLong dropped = new AtomicLong();

    private final Object lock = new Object();
    // Guarded by lock.
    private State state = State.STARTING;
    private boolean lossTold;
    private final Queue<EarlyPacket> early = new ArrayDeque<>();
    private long bitsPerSecond = -1;
    private double expectedLoss;
    /** The attempt that counts. */
    private @Nullable Attempt current;

    /** The same, once it takes packets. */
    private volatile @Nullable Attempt attempt;

    private volatile int nextSequence = -1;
    private final StartWatch startWatch = new StartWatch();

    private final MediumLabs labs;
    /** Of the lifecycle thread. */
    private final FailedVersions failedVersions;

    /** Since when no worker has been ready; 0 when one was. Of the lifecycle thread. */
    private long queuedSinceNanos;

    private final KeptValues values;
    /** Guarded by itself as long as it is changed and sent, so that the last change is the last one to be sent. */
    private final Circuits circuits;

    private final Tickets tickets = new Tickets();

    private final LabEffects.User onLabs = this::onLabGone;

    private enum State {
        STARTING,
        RUNNING,
        LOST,
        DEAD,
        CLOSED
    }

    private record EarlyPacket(byte[] bytes, long arrivalNanos) {}

    WorkerMedium(Design design, Owner owner, WorkerSeat seat, ForeignEffects foreign, PipelineEnvironment environment) {
        this.design = design;
        this.owner = owner;
        this.seat = seat;
        this.foreign = foreign;
        this.environment = environment;
        labs = new MediumLabs(environment.labs(), design.processing(), environment.lifecycle());
        failedVersions = new FailedVersions(
                environment.labs(),
                MediumPlan.effects(design.processing()).stream()
                        .map(Element::factory)
                        .toList());
        circuits = new Circuits(design.kind());
        values = new KeptValues(design.processing(), (value, when) -> {
            Message.Timing timing = tickets.of(when);
            send(medium -> new Message.SetValue(medium, value, timing));
        });
        lifecycle = new SerialExecutor(
                environment.lifecycle(),
                failure -> LOGGER.error("a task of the medium {} failed", design.name(), failure));
    }

    @Override
    public Design design() {
        return design;
    }

    @Override
    public void begin() {
        foreign.add(this);
        environment.labs().add(onLabs);
        lifecycle.execute(this::start);
    }

    private void start() {
        synchronized (lock) {
            if (state != State.STARTING && state != State.LOST) {
                return;
            }
        }
        if (restarts.hasEverStarted()
                && (labs.areMissing()
                        || failedVersions.areThere()
                        || foreign.isWithdrawn(design.processing(), labs.names()))) {
            // The next version may come.
            later(ForeignEffects.POLL_MILLIS);
            return;
        }
        if (failedVersions.begin()) {
            restarts.forget();
        }
        Attempt next = null;
        startWatch.begin();
        try {
            List<Message.LabEffect> made = labs.make();
            next = new Attempt(seat.enter(), made);
            queuedSinceNanos = 0;
            LiveProperties properties = values.at(ChangeTime.AT_ONCE);
            if (restarts.hasEverStarted()) {
                owner.onRebuilt(design.kind(), properties);
            } else {
                owner.onBuilt(design.kind(), properties);
            }
            next.open();
        } catch (WorkerSeat.NoneReadyException e) {
            onNoneReady(e.getMessage());
        } catch (IOException | PipelineSpecificationException | RuntimeException | Error e) {
            LOGGER.warn(
                    "{}: the {} effects cannot start",
                    design.name(),
                    design.kind().token(),
                    e);
            if (next != null) {
                next.leave();
            }
            onFailed(String.valueOf(e.getMessage()));
        } finally {
            startWatch.end();
        }
    }

    /** That is no failure of the effect. */
    private void onNoneReady(@Nullable String reason) {
        long now = System.nanoTime();
        if (queuedSinceNanos == 0) {
            queuedSinceNanos = now;
        }
        if (now - queuedSinceNanos < MAX_QUEUE_NANOS) {
            later(QUEUE_POLL_MILLIS);
        } else {
            queuedSinceNanos = 0;
            onFailed(String.valueOf(reason));
        }
    }

    @Override
    public void push(byte[] buffer, int offset, int length, long arrivalNanos) {
        if (length < Rtp.MIN_PACKET_BYTES) {
            dropped.incrementAndGet();
            return;
        }
        Attempt there = attempt;
        if (there != null) {
            there.push(buffer, offset, length, arrivalNanos);
            return;
        }
        synchronized (lock) {
            Attempt opened = attempt;
            if (state == State.DEAD || state == State.CLOSED) {
                return;
            } else if (opened != null) {
                opened.push(buffer, offset, length, arrivalNanos);
                return;
            }
            if (early.size() == MAX_WAITING) {
                early.remove();
                dropped.incrementAndGet();
            }
            early.add(new EarlyPacket(Arrays.copyOfRange(buffer, offset, offset + length), arrivalNanos));
        }
    }

    @Override
    public long dropped() {
        return dropped.get();
    }

    @Override
    public void requestKeyFrame() {
        send(medium -> new Message.KeyFrame(medium));
    }

    @Override
    public void setBitrate(Bitrate wanted) {
        synchronized (lock) {
            bitsPerSecond = wanted.bitsPerSecond();
        }
        send(medium -> new Message.Rate(medium, wanted.bitsPerSecond()));
    }

    @Override
    public void setExpectedLoss(double fraction) {
        synchronized (lock) {
            expectedLoss = fraction;
        }
        send(medium -> new Message.Loss(medium, fraction));
    }

    @Override
    public void setInCircuit(String step, boolean in, ChangeTime when) {
        Message.Timing timing = tickets.of(when);
        synchronized (circuits) {
            circuits.set(step, in);
            send(medium -> new Message.Circuit(medium, step, in, timing));
        }
    }

    private void send(IntFunction<Message> message) {
        Attempt there = attempt;
        if (there != null) {
            there.worker.send(message.apply(there.medium));
        }
    }

    @Override
    public boolean isStarting() {
        synchronized (lock) {
            return state == State.STARTING || state == State.LOST;
        }
    }

    @Override
    public boolean whileRunning(ChangeTime when, Consumer<LiveProperties> task) {
        synchronized (lock) {
            if (state != State.RUNNING) {
                return false;
            }
        }
        task.accept(values.at(when));
        return true;
    }

    /** The worker looks itself whether media come out, and the pool whether the worker answers. */
    @Override
    public void tick(long nowNanos) {
        String late = startWatch.lateness(nowNanos);
        if (late != null) {
            tellLost(late);
        }
    }

    @Override
    public PipelineDescription describe() {
        State now;
        synchronized (lock) {
            now = state;
        }
        Attempt there = attempt;
        String text = MediumDescription.text(design, environment);
        String word = now.name().toLowerCase(Locale.ROOT);
        return new PipelineDescription(
                design.kind(),
                there == null ? word : word + " in worker " + there.worker.number(),
                text,
                there == null ? "" : there.graph());
    }

    @Override
    public void end(String reason) {
        if (closed()) {
            owner.onDead(design.kind(), reason);
        }
    }

    @Override
    public void close() {
        boolean unused = closed();
    }

    private boolean closed() {
        synchronized (lock) {
            if (state == State.CLOSED || state == State.DEAD) {
                return false;
            }
            state = State.CLOSED;
            early.clear();
        }
        lifecycle.execute(() -> {
            Attempt last;
            synchronized (lock) {
                last = current;
                current = null;
                attempt = null;
            }
            if (last != null) {
                last.close();
            }
            forget();
            owner.onFreed(design.kind());
        });
        return true;
    }

    private void onFailed(String reason) {
        OptionalLong pause = restarts.next();
        if (pause.isPresent()) {
            tellLost(reason);
            // Another process has nothing to recover from, so the first attempt need not wait.
            later(pause.getAsLong() - Restarts.FIRST_PAUSE_MILLIS);
            return;
        }
        if (restarts.hasEverStarted() && failedVersions.giveUp()) {
            tellLost(reason);
            later(ForeignEffects.POLL_MILLIS);
            return;
        }
        synchronized (lock) {
            if (state == State.CLOSED) {
                return;
            }
            state = State.DEAD;
            early.clear();
        }
        forget();
        owner.onDead(design.kind(), reason);
        owner.onFreed(design.kind());
    }

    private void forget() {
        foreign.remove(this);
        environment.labs().remove(onLabs);
    }

    @Override
    public void onGone(String file) {
        withdraw(there -> there.plugins.contains(file));
    }

    private void onLabGone(String effectName) {
        withdraw(there -> labs.names().contains(effectName));
    }

    /** Ends the attempt that counts; the effect did not fail. */
    private void withdraw(Predicate<Attempt> concerned) {
        Attempt there;
        synchronized (lock) {
            there = current;
        }
        if (there != null && concerned.test(there)) {
            there.withdrawn = true;
            there.worker.kill(WorkerProcess.PLUGIN_GONE);
        }
    }

    private void tellLost(String reason) {
        synchronized (lock) {
            if (lossTold || state == State.CLOSED) {
                return;
            }
            lossTold = true;
        }
        owner.onLost(design.kind(), reason);
    }

    private void later(long millis) {
        try {
            environment.control().schedule(() -> lifecycle.execute(this::start), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOGGER.debug("{}: nothing starts again after the end", design.name());
        }
    }

    /** The medium in one worker. */
    private final class Attempt implements WorkerProcess.Guest {
        private final WorkerProcess worker;
        private final long beganNanos = System.nanoTime();
        private volatile int medium;
        private boolean first = true;
        private final List<Message.LabEffect> made;
        private final List<String> plugins;
        private volatile boolean withdrawn;
        private volatile boolean ended;
        private boolean left;

        Attempt(WorkerProcess worker, List<Message.LabEffect> made) {
            this.worker = worker;
            this.made = made;
            plugins = foreign.plugins(
                    design.processing(),
                    made.stream().map(Message.LabEffect::elements).toList());
        }

        void push(byte[] buffer, int offset, int length, long arrivalNanos) {
            if (!worker.push(medium, buffer, offset, length, arrivalNanos)) {
                dropped.incrementAndGet();
            }
        }

        void open() throws IOException {
            List<Message.Value> kept;
            List<String> out = circuits.out();
            long rate;
            double loss;
            synchronized (lock) {
                current = this;
                kept = values.all();
                rate = bitsPerSecond;
                loss = expectedLoss;
            }
            medium = worker.open(
                    this,
                    number -> new Message.Open(
                            number,
                            design,
                            plugins,
                            foreign.waived(design.processing()),
                            made,
                            nextSequence,
                            rate,
                            loss,
                            kept,
                            out));
            boolean wanted;
            long rateNow;
            double lossNow;
            synchronized (lock) {
                rateNow = bitsPerSecond;
                lossNow = expectedLoss;
                wanted = current == this && state != State.CLOSED && state != State.DEAD;
                if (wanted) {
                    long now = System.nanoTime();
                    for (EarlyPacket packet : early) {
                        if (!lossTold || now - packet.arrivalNanos() <= MAX_STALE_NANOS) {
                            push(packet.bytes(), 0, packet.bytes().length, packet.arrivalNanos());
                        }
                    }
                    early.clear();
                    attempt = this;
                }
            }
            if (!wanted) {
                close();
                return;
            }
            sendChanges(out);
            if (rateNow != rate) {
                worker.send(new Message.Rate(medium, rateNow));
            }
            if (lossNow != loss) {
                worker.send(new Message.Loss(medium, lossNow));
            }
        }

        /** @param out what this worker knows to be out of circuit */
        private void sendChanges(List<String> out) {
            synchronized (circuits) {
                List<String> now = circuits.out();
                now.stream()
                        .filter(step -> !out.contains(step))
                        .forEach(step -> worker.send(new Message.Circuit(medium, step, false, Message.Timing.AT_ONCE)));
                out.stream()
                        .filter(step -> !now.contains(step))
                        .forEach(step -> worker.send(new Message.Circuit(medium, step, true, Message.Timing.AT_ONCE)));
            }
        }

        String graph() {
            try {
                Message answer = worker.ask(question -> new Message.Describe(question, medium))
                        .get(DESCRIBE_SECONDS, TimeUnit.SECONDS);
                return answer instanceof Message.Description description ? description.graph() : "";
            } catch (ExecutionException | TimeoutException e) {
                LOGGER.debug("{}: the worker does not describe itself", design.name(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return "";
        }

        /** Ends it. What is on its way is not waited for: a worker with nothing else in it is ended at once. */
        void close() {
            worker.send(new Message.Close(medium));
            leave();
        }

        void leave() {
            ended = true;
            synchronized (this) {
                if (left) {
                    return;
                }
                left = true;
            }
            seat.leave(worker);
        }

        @Override
        public String name() {
            return design.name() + ", " + design.kind().token();
        }

        @Override
        public Set<String> unmeasured() {
            return Stream.concat(foreign.waived(design.processing()).stream(), labs.names().stream())
                    .collect(Collectors.toUnmodifiableSet());
        }

        @Override
        public void onStarted() {
            boolean begins;
            synchronized (lock) {
                if (current != this || (state != State.STARTING && state != State.LOST)) {
                    return;
                }
                state = State.RUNNING;
                begins = !restarts.hasEverStarted();
                restarts.started();
            }
            if (begins) {
                owner.onStarted();
            }
        }

        @Override
        public void onApplied(int ticket, long arrivalNanos) {
            tickets.onApplied(ticket, design.kind(), arrivalNanos);
        }

        @Override
        public void onKeyFrameNeeded() {
            owner.listener().onKeyFrameNeeded();
        }

        @Override
        public void onPacket(boolean overdue, byte[] buffer, int length) {
            if (length < Rtp.MIN_PACKET_BYTES || ended) {
                return;
            }
            if (first) {
                first = false;
                tellRestarted();
            }
            nextSequence = Rtp.sequence(buffer, 0) + 1 & 0xffff;
            if (overdue) {
                owner.listener().onOverduePacket(design.kind(), buffer, 0, length);
            } else {
                owner.listener().onPacket(design.kind(), buffer, 0, length);
            }
        }

        private void tellRestarted() {
            synchronized (lock) {
                if (!lossTold) {
                    return;
                }
                lossTold = false;
            }
            owner.listener().onEffectRestarted(design.kind());
        }

        @Override
        public void onTiming(long rtpTimestamp, long timeNanos) {
            owner.listener().onTiming(design.kind(), rtpTimestamp, timeNanos);
        }

        @Override
        public void onAudioLevel(int level, long arrivalNanos) {
            if (!ended) {
                owner.listener().onAudioLevel(level, arrivalNanos);
            }
        }

        @Override
        public void onLost(@Nullable String reason) {
            if (reason != null) {
                lifecycle.execute(() -> lose(reason));
            }
        }

        private void lose(String reason) {
            synchronized (lock) {
                if (current != this || state == State.CLOSED || state == State.DEAD) {
                    leave();
                    return;
                }
                current = null;
                attempt = null;
                state = restarts.hasEverStarted() ? State.LOST : State.STARTING;
            }
            LOGGER.warn(
                    "{}: the {} effects are lost: {}",
                    design.name(),
                    design.kind().token(),
                    reason);
            // A worker in which something failed is not used again.
            worker.kill(WorkerProcess.OTHER_FAILED);
            leave();
            if (withdrawn) {
                tellLost(reason);
                later(ForeignEffects.POLL_MILLIS);
                return;
            }
            if (!reason.equals(WorkerProcess.OTHER_FAILED) && !reason.equals(WorkerProcess.PLUGIN_GONE)) {
                foreign.failed(worker.number(), design.processing(), worker.unmeasured(), reason);
            }
            restarts.ranFor(System.nanoTime() - beganNanos);
            onFailed(reason);
        }
    }
}
