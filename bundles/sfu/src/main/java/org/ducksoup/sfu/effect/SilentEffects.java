package org.ducksoup.sfu.effect;

import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.ChangeTime;
import org.ducksoup.api.pipeline.PipelineDescription;
import org.ducksoup.api.transport.RtpReceiver.AudioLevelListener;
import org.ducksoup.api.transport.RtpSink;
import org.ducksoup.sfu.media.EffectDelay;
import org.ducksoup.sfu.media.PipelineTiming;
import org.ducksoup.sfu.media.SessionEffects;
import org.jspecify.annotations.Nullable;

/** Stands for effects that could not be built: the media that they were to change goes nowhere. */
final class SilentEffects implements SessionEffects {
    private final Set<MediaKind> kinds = EnumSet.noneOf(MediaKind.class);

    SilentEffects(JoinRequest request) {
        if (EffectRequests.isEffect(request.audioFx())) {
            kinds.add(MediaKind.AUDIO);
        }
        if (EffectRequests.isEffect(request.videoFx())) {
            kinds.add(MediaKind.VIDEO);
        }
    }

    @Override
    public boolean handles(MediaKind kind) {
        return kinds.contains(kind);
    }

    @Override
    public boolean fits(MediaKind kind, Codec codec) {
        return true;
    }

    @Override
    public void start() {}

    @Override
    public boolean isStarted() {
        return true;
    }

    @Override
    public void letPass(MediaKind kind, boolean passes) {}

    @Override
    public boolean passes(MediaKind kind) {
        return false;
    }

    @Override
    public RtpSink input(MediaKind kind) {
        return (lent, arrivalNanos) -> {};
    }

    @Override
    public void deliver(MediaKind kind, RtpSink target, RtpSink recordersOnly) {}

    @Override
    public void setTargetBitrate(MediaKind kind, Bitrate bitrate) {}

    @Override
    public void setExpectedLoss(MediaKind kind, double fraction) {}

    @Override
    public void requestKeyFrame() {}

    @Override
    public void control(EffectControl control, ChangeTime when) {
        throw new IllegalArgumentException("the effect could not be built");
    }

    @Override
    public void setInCircuit(String effectName, boolean in, ChangeTime when) {
        throw new IllegalArgumentException("the effect could not be built");
    }

    @Override
    public void listen(AudioLevelListener listener) {}

    @Override
    public List<PipelineDescription> describe() {
        return List.of();
    }

    @Override
    public OptionalLong timeZeroNanos() {
        return OptionalLong.empty();
    }

    @Override
    public @Nullable PipelineTiming timing(MediaKind kind) {
        return handles(kind) ? new PipelineTiming() : null;
    }

    @Override
    public @Nullable EffectDelay delay(MediaKind kind) {
        return null;
    }

    @Override
    public void close() {}
}
