package org.ducksoup.gstreamer.pipeline;

import java.util.function.Consumer;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.ChangeTime;
import org.ducksoup.api.pipeline.PipelineDescription;
import org.ducksoup.api.pipeline.PipelineListener;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;

/**
 * One medium of a participant, wherever its native code runs: it is built, fails, is built again, and ends. Thread-safe; no
 * method waits for an element's code, except {@link #describe}, which waits two seconds at most.
 */
public interface Medium {
    /**
     * What a medium is made of.
     *
     * @param name of the participant, for the log
     * @param originNanos on the clock of {@link System#nanoTime}; media time counts from this moment
     */
    record Design(String name, Processing processing, int maxPacketSize, long originNanos) {
        public MediaKind kind() {
            return processing.kind();
        }
    }

    /** Receives the events of one medium, for the participant's pipeline. */
    interface Owner {
        PipelineListener listener();

        /** The medium was built for the first time: values that were set earlier have to be set before it starts. */
        default void onBuilt(MediaKind kind, LiveProperties properties) {}

        void onStarted();

        void onLost(MediaKind kind, String reason);

        /** The medium has failed for good. */
        void onDead(MediaKind kind, String reason);

        /** The medium was built again: controlled values have to be set before it starts. */
        void onRebuilt(MediaKind kind, LiveProperties properties);

        /** Nothing of the medium is left. The last call. */
        void onFreed(MediaKind kind);
    }

    Design design();

    /** Builds on another thread. Called once, before any other method but {@link #push} and {@link #setInCircuit}. */
    void begin();

    /** As {@link org.ducksoup.api.pipeline.MediaPipeline#push}. */
    void push(byte[] buffer, int offset, int length, long arrivalNanos);

    /** The number of pushed packets that were dropped. */
    long dropped();

    void requestKeyFrame();

    void setBitrate(Bitrate wanted);

    /** @param fraction of the packets, 0 to 1 */
    void setExpectedLoss(double fraction);

    /**
     * Takes an effect out of circuit, or puts it in again. Holds for each pipeline of the medium, those to come included. May be
     * called before {@link #begin}.
     *
     * @param step name of the step of an effect with a name, in the medium's plan
     */
    void setInCircuit(String step, boolean in, ChangeTime when);

    /** Whether the medium does not run yet, or not again. */
    boolean isStarting();

    /**
     * Runs a task with the properties of the effects, on the thread that sets them. Returns at once.
     *
     * @param when what the task sets counts
     * @return false if the medium does not run at the moment
     */
    boolean whileRunning(ChangeTime when, Consumer<LiveProperties> task);

    /** Looks whether the medium still delivers. Called twice a second on the control thread. */
    void tick(long nowNanos);

    /** For people. */
    PipelineDescription describe();

    /** Ends the medium for a reason, and reports that as its failure. It is not started again. */
    void end(String reason);

    /** Ends the medium without a report. */
    void close();
}
