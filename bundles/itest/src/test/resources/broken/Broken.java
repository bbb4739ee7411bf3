package org.example.broken;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.ducksoup.api.congestion.BandwidthEstimator;
import org.ducksoup.api.congestion.BandwidthEstimatorFactory;
import org.ducksoup.api.effect.Effect;
import org.ducksoup.api.effect.EffectFactory;
import org.ducksoup.api.effect.EffectProfile;
import org.ducksoup.api.effect.EffectRequest;
import org.ducksoup.api.effect.FrameProcessor;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionObserver;
import org.ducksoup.api.media.BitrateRange;
import org.ducksoup.api.recording.EncodedFrame;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.Recorder;
import org.ducksoup.api.recording.RecorderFactory;
import org.ducksoup.api.recording.RecordingRequest;

/** What labs may do wrong, each in a class of its own. BrokenOnPurposeTest installs them in a server. */
public final class Broken {
    private Broken() {}

    static void waitMillis(long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    public static class Nothing implements EffectFactory {
        @Override
        public Effect create(EffectRequest request) {
            return new Effect.Frames(lent -> {});
        }
    }

    public static final class ProfileThrows extends Nothing {
        @Override
        public EffectProfile profile() {
            throw new IllegalStateException("a bug in profile");
        }
    }

    public static final class CheckRefuses extends Nothing {
        @Override
        public void check(EffectRequest request) {
            throw new IllegalArgumentException("strength is from 0 to 1");
        }
    }

    public static final class CheckThrows extends Nothing {
        @Override
        public void check(EffectRequest request) {
            throw new IllegalStateException("a bug in check");
        }
    }

    public static final class CheckHangs extends Nothing {
        @Override
        public void check(EffectRequest request) {
            waitMillis(4000);
        }
    }

    public static final class CreateThrows extends Nothing {
        @Override
        public Effect create(EffectRequest request) {
            throw new IllegalStateException("the model is not there");
        }
    }

    public static final class CreateReturnsNull extends Nothing {
        @Override
        public Effect create(EffectRequest request) {
            return null;
        }
    }

    public static final class CreateIsSlow extends Nothing {
        @Override
        public Effect create(EffectRequest request) {
            waitMillis(600);
            return super.create(request);
        }
    }

    public static final class CreateHangs extends Nothing {
        @Override
        public Effect create(EffectRequest request) {
            waitMillis(9000);
            return super.create(request);
        }
    }

    public static final class FramesWithoutProcessor extends Nothing {
        @Override
        public Effect create(EffectRequest request) {
            return new Effect.Frames(null);
        }
    }

    public static final class ElementsUnknown extends Nothing {
        @Override
        public Effect create(EffectRequest request) {
            return new Effect.Bin("no-such-element", Map.of());
        }
    }

    public static final class ElementsPasted extends Nothing {
        @Override
        public Effect create(EffectRequest request) {
            return new Effect.Bin("volume volume=" + request.settings().get("factor"), Map.of());
        }
    }

    public static final class FrameThrows extends Nothing {
        @Override
        public Effect create(EffectRequest request) {
            return new Effect.Frames(lent -> {
                throw new IllegalStateException("a bug in process");
            });
        }
    }

    public static final class FrameHangs extends Nothing {
        @Override
        public Effect create(EffectRequest request) {
            return new Effect.Frames(lent -> waitMillis(2500));
        }
    }

    public static final class FrameIsSlow extends Nothing {
        @Override
        public Effect create(EffectRequest request) {
            return new Effect.Frames(lent -> waitMillis(26));
        }
    }

    public static final class CloseThrows extends Nothing {
        @Override
        public Effect create(EffectRequest request) {
            return new Effect.Frames(new FrameProcessor() {
                @Override
                public void process(org.ducksoup.api.effect.RawFrame lent) {}

                @Override
                public void close() {
                    throw new IllegalStateException("a bug in close");
                }
            });
        }
    }

    public static final class CloseHangs extends Nothing {
        @Override
        public Effect create(EffectRequest request) {
            return new Effect.Frames(new FrameProcessor() {
                @Override
                public void process(org.ducksoup.api.effect.RawFrame lent) {}

                @Override
                public void close() {
                    waitMillis(60_000);
                }
            });
        }
    }

    /** Writes nothing. */
    public static class NoRecorder implements RecorderFactory, Recorder {
        @Override
        public Recorder open(RecordingRequest request) throws IOException {
            return this;
        }

        @Override
        public void write(RecordedTrack track, EncodedFrame frame) throws IOException {}

        @Override
        public List<Path> files() {
            return List.of();
        }

        @Override
        public void close() throws IOException {}
    }

    public static final class OpenReturnsNull extends NoRecorder {
        @Override
        public Recorder open(RecordingRequest request) {
            return null;
        }
    }

    public static final class OpenThrows extends NoRecorder {
        @Override
        public Recorder open(RecordingRequest request) {
            throw new IllegalStateException("a bug in open");
        }
    }

    public static final class WriteThrows extends NoRecorder {
        @Override
        public void write(RecordedTrack track, EncodedFrame frame) {
            throw new IllegalStateException("a bug in write");
        }
    }

    public static final class WriteHangs extends NoRecorder {
        @Override
        public void write(RecordedTrack track, EncodedFrame frame) {
            waitMillis(5000);
        }
    }

    public static final class CloseOfRecorderThrows extends NoRecorder {
        @Override
        public void close() {
            throw new IllegalStateException("a bug in the recorder's close");
        }
    }

    public static final class OpenHangs extends NoRecorder {
        @Override
        public Recorder open(RecordingRequest request) {
            waitMillis(60_000);
            return this;
        }
    }

    public static final class CloseOfRecorderHangs extends NoRecorder {
        @Override
        public void close() {
            waitMillis(60_000);
        }
    }

    public static final class EstimatorThrows implements BandwidthEstimatorFactory {
        @Override
        public BandwidthEstimator create(BitrateRange range) {
            return now -> {
                throw new IllegalStateException("a bug in targetBitrate");
            };
        }
    }

    public static final class EstimatorReturnsNull implements BandwidthEstimatorFactory {
        @Override
        public BandwidthEstimator create(BitrateRange range) {
            return now -> null;
        }
    }

    public static final class EstimatorIsNull implements BandwidthEstimatorFactory {
        @Override
        public BandwidthEstimator create(BitrateRange range) {
            return null;
        }
    }

    public static final class EstimatorHangs implements BandwidthEstimatorFactory {
        @Override
        public BandwidthEstimator create(BitrateRange range) {
            return now -> {
                waitMillis(60_000);
                return range.initial();
            };
        }
    }

    /** Of this one even the construction hangs, in every call. */
    public static final class EstimatorNeverBegins implements BandwidthEstimatorFactory {
        @Override
        public BandwidthEstimator create(BitrateRange range) {
            waitMillis(60_000);
            return now -> range.initial();
        }
    }

    public static final class ObserverThrows implements InteractionObserver {
        @Override
        public void onEvent(InteractionEvent event) {
            throw new IllegalStateException("a bug in onEvent");
        }
    }

    public static final class ObserverHangs implements InteractionObserver {
        @Override
        public void onEvent(InteractionEvent event) {
            waitMillis(60_000);
        }
    }
}
