package org.ducksoup.sfu.rehearsal;

import java.time.Duration;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.transport.ReceptionReport;
import org.ducksoup.api.transport.RtpReceiver;
import org.ducksoup.api.transport.RtpSink;

/** A track of which no packet comes. */
record StandInReceiver(Codec codec) implements RtpReceiver {
    @Override
    public MediaKind kind() {
        return codec.kind();
    }

    @Override
    public int ssrc() {
        return codec == Codec.OPUS ? 1 : 2;
    }

    @Override
    public String trackId() {
        return "stand-in-" + codec.kind().token();
    }

    @Override
    public void forwardTo(RtpSink sink) {}

    @Override
    public void whenBroken(Runnable listener) {}

    @Override
    public boolean hasAudioLevel() {
        return false;
    }

    @Override
    public void listen(AudioLevelListener listener) {}

    @Override
    public void requestKeyFrame() {}

    @Override
    public void limit(Bitrate rate) {}

    @Override
    public Duration roundTripTime() {
        return Duration.ZERO;
    }

    @Override
    public ReceptionReport statistics() {
        return new ReceptionReport(0, 0, 0, 0);
    }
}
