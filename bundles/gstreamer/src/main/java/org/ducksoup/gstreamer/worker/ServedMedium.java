package org.ducksoup.gstreamer.worker;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.ChangeTime;
import org.ducksoup.api.pipeline.PipelineListener;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.gstreamer.catalogue.EffectCheck;
import org.ducksoup.gstreamer.element.ElementFacts;
import org.ducksoup.gstreamer.element.PropertyFacts;
import org.ducksoup.gstreamer.element.PropertyFacts.TypedValue;
import org.ducksoup.gstreamer.pipeline.LiveProperties;
import org.ducksoup.gstreamer.pipeline.Medium;
import org.ducksoup.gstreamer.pipeline.MediumPipeline;
import org.ducksoup.gstreamer.pipeline.MediumPlan;
import org.ducksoup.gstreamer.pipeline.PipelineEnvironment;
import org.ducksoup.gstreamer.pipeline.Restarts;
import org.ducksoup.gstreamer.wire.Message;
import org.ducksoup.gstreamer.wire.Outbox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One medium of the server, run here. It is tried once: the server has another process try again. */
final class ServedMedium implements Medium.Owner, PipelineListener {
    private static final Logger LOGGER = LoggerFactory.getLogger(ServedMedium.class);

    private final Message.Open open;
    private final Outbox outbox;
    private final EffectCheck check;
    private final Runnable onFreed;
    private final Medium medium;
    private final AtomicBoolean failed = new AtomicBoolean();

    ServedMedium(Message.Open open, PipelineEnvironment environment, Outbox outbox, Runnable onFreed) {
        this.open = open;
        this.outbox = outbox;
        this.onFreed = onFreed;
        check = environment.check();
        medium = new MediumPipeline(open.design(), environment, Restarts.none(), open.nextSequence(), this);
        if (open.bitsPerSecond() >= 0) {
            medium.setBitrate(new Bitrate(open.bitsPerSecond()));
        }
        medium.setExpectedLoss(open.expectedLoss());
        open.out().forEach(step -> medium.setInCircuit(step, false, ChangeTime.AT_ONCE));
    }

    void begin() {
        medium.begin();
    }

    void push(byte[] buffer, int length, long arrivalNanos) {
        medium.push(buffer, 0, length, arrivalNanos);
    }

    void tick(long nowNanos) {
        medium.tick(nowNanos);
    }

    void set(Message.Value value, Message.Timing when) {
        boolean unused = medium.whileRunning(time(when), properties -> set(properties, value));
    }

    private ChangeTime time(Message.Timing when) {
        return new ChangeTime(
                when.nanos(),
                (kind, arrivalNanos) -> send(new Message.Applied(open.medium(), when.ticket(), arrivalNanos)));
    }

    private void set(LiveProperties properties, Message.Value value) {
        Element element =
                MediumPlan.effect(open.design().processing(), value.step()).orElse(null);
        if (element == null) {
            return;
        } else if (open.labs().stream().anyMatch(effect -> effect.name().equals(element.factory()))) {
            if (value.value() instanceof TypedValue.RealValue number) {
                properties.setLab(value.step(), value.property(), number.value());
            }
            return;
        }
        ElementFacts facts = check.find(element.factory()).orElse(null);
        PropertyFacts property = facts == null ? null : facts.properties().get(value.property());
        if (property != null) {
            properties.set(value.step(), property, value.value());
        }
    }

    void setInCircuit(String step, boolean in, Message.Timing when) {
        medium.setInCircuit(step, in, time(when));
    }

    void requestKeyFrame() {
        medium.requestKeyFrame();
    }

    void setBitrate(Bitrate bitrate) {
        medium.setBitrate(bitrate);
    }

    void setExpectedLoss(double fraction) {
        medium.setExpectedLoss(fraction);
    }

    String graph() {
        return medium.describe().graph();
    }

    void close() {
        medium.close();
    }

    @Override
    public PipelineListener listener() {
        return this;
    }

    @Override
    public void onBuilt(MediaKind kind, LiveProperties properties) {
        open.values().forEach(value -> set(properties, value));
    }

    @Override
    public void onStarted() {
        send(new Message.Started(open.medium()));
    }

    @Override
    public void onLost(MediaKind kind, String reason) {
        fail(reason);
    }

    @Override
    public void onDead(MediaKind kind, String reason) {
        fail(reason);
    }

    private void fail(String reason) {
        if (failed.compareAndSet(false, true)) {
            send(new Message.Failed(open.medium(), reason));
        }
    }

    @Override
    public void onRebuilt(MediaKind kind, LiveProperties properties) {
        throw new IllegalStateException("nothing is built again here");
    }

    @Override
    public void onFreed(MediaKind kind) {
        onFreed.run();
        send(new Message.Freed(open.medium()));
    }

    @Override
    public void onPacket(MediaKind kind, byte[] buffer, int offset, int length) {
        packet(false, buffer, offset, length);
    }

    @Override
    public void onOverduePacket(MediaKind kind, byte[] buffer, int offset, int length) {
        packet(true, buffer, offset, length);
    }

    private void packet(boolean overdue, byte[] buffer, int offset, int length) {
        try {
            boolean unused = outbox.packetOut(open.medium(), overdue, buffer, offset, length);
        } catch (IOException e) {
            LOGGER.debug("the server is gone", e);
        }
    }

    @Override
    public void onTiming(MediaKind kind, long rtpTimestamp, long timeNanos) {
        try {
            outbox.timing(open.medium(), rtpTimestamp, timeNanos);
        } catch (IOException e) {
            LOGGER.debug("the server is gone", e);
        }
    }

    @Override
    public void onAudioLevel(int level, long arrivalNanos) {
        try {
            outbox.audioLevel(open.medium(), level, arrivalNanos);
        } catch (IOException e) {
            LOGGER.debug("the server is gone", e);
        }
    }

    @Override
    public void onKeyFrameNeeded() {
        send(new Message.KeyFrameNeeded(open.medium()));
    }

    @Override
    public void onEffectLost(MediaKind kind, String reason) {
        fail(reason);
    }

    @Override
    public void onEffectRestarted(MediaKind kind) {
        LOGGER.debug("{} is back", kind);
    }

    @Override
    public void onEffectSlow(MediaKind kind, double share) {
        LOGGER.debug("{} is slow", kind);
    }

    @Override
    public void onFailure(String reason) {
        fail(reason);
    }

    private void send(Message message) {
        try {
            outbox.send(message);
        } catch (IOException e) {
            LOGGER.debug("the server is gone", e);
        }
    }
}
