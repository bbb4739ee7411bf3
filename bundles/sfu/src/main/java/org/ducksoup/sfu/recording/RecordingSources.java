package org.ducksoup.sfu.recording;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.RecordedTrack.Tap;
import org.ducksoup.api.recording.Recorder;
import org.ducksoup.sfu.media.PipelineTiming;
import org.ducksoup.sfu.media.SessionEffects;
import org.ducksoup.sfu.media.TapListener;
import org.ducksoup.sfu.media.TrackTap;
import org.jspecify.annotations.Nullable;

/**
 * Where the tracks of one recording come from: taps of the media path, each with a queue of its own. In mode {@code
 * reenc} the recording also has a pipeline of its own, which encodes the dry picture again.
 */
final class RecordingSources {
    private final Map<RecordedTrack, TrackTap> taps;
    private final List<RecordingLane> tapped = new ArrayList<>();
    private final List<RecordingLane> lanes = new ArrayList<>();
    private final Map<RecordingLane, TapListener> listeners = new LinkedHashMap<>();
    private final @Nullable Reencoding reencoding;

    /**
     * @param taps of the session, dry and wet
     * @param processing out of which wet tracks come; null if there are none
     * @param reencoding of dry video; null to record it as received
     * @param memory for packets that wait
     * @param originNanos begin of the timeline on the clock of {@link System#nanoTime}
     * @param originNtp the same instant as NTP timestamp
     */
    RecordingSources(
            Map<RecordedTrack, TrackTap> taps,
            @Nullable SessionEffects processing,
            @Nullable Reencoding reencoding,
            RecordingMemory memory,
            long originNanos,
            long originNtp) {
        this.taps = Map.copyOf(taps);
        this.reencoding = reencoding;
        Map<MediaKind, RecordingLane> dry = new LinkedHashMap<>();
        // Dry tracks come first: the place of a wet frame follows from the dry ones.
        for (RecordedTrack track : ordered()) {
            RecordingLane lane = new RecordingLane(track, memory, originNanos, originNtp);
            tapped.add(lane);
            lanes.add(lane);
            RecordingLane before = dry.putIfAbsent(track.kind(), lane);
            PipelineTiming timing = processing == null ? null : processing.timing(track.kind());
            if (before != null && processing != null && timing != null) {
                processing.timeZeroNanos().ifPresent(zero -> lane.processedFrom(before, zero, timing));
            }
        }
        RecordingLane picture = dry.get(MediaKind.VIDEO);
        if (reencoding != null && picture != null) {
            lanes.add(lanes.indexOf(picture) + 1, reencoding.lane(picture, memory, originNanos, originNtp));
        }
    }

    private List<RecordedTrack> ordered() {
        return taps.keySet().stream()
                .sorted(java.util.Comparator.comparing(RecordedTrack::tap).thenComparing(RecordedTrack::kind))
                .toList();
    }

    void attach() {
        RecordingLane picture = dryPicture();
        for (RecordingLane lane : tapped) {
            Reencoding again = lane == picture ? reencoding : null;
            TapListener listener = again == null ? lane.queue() : again.input(lane.queue());
            listeners.put(lane, listener);
            tap(lane).record(listener);
        }
    }

    /** Stops listening. From any thread, any number of times. */
    void detach() {
        // The next recording of the session may listen at the same tap already.
        listeners.forEach((lane, listener) -> tap(lane).stop(listener));
        if (reencoding != null) {
            reencoding.close();
        }
    }

    /** Whether packets are left out of a track at the moment, because there is no memory for them. From any thread. */
    boolean isFull() {
        return lanes.stream().anyMatch(lane -> lane.queue().isFull());
    }

    /** When packets of any track were left out, since this was last asked; null if none were. */
    @Nullable
    Span takeGap(long nowNanos, boolean atTheEnd) {
        Span all = null;
        for (RecordingLane lane : lanes) {
            Span gap = lane.queue().takeGap(nowNanos, atTheEnd);
            all = gap == null ? all : gap.with(all);
        }
        return all;
    }

    /** Gives the memory back. On the recording's thread. */
    void close() {
        lanes.forEach(lane -> lane.queue().close());
    }

    /**
     * Lets the lanes write to a recorder, but for a dry picture that is encoded again. Returns all lanes in the order
     * in which they have to be advanced.
     */
    List<RecordingLane> lanesTo(Recorder recorder) {
        RecordingLane replaced = reencoding == null ? null : dryPicture();
        lanes.stream().filter(lane -> lane != replaced).forEach(lane -> lane.writeTo(recorder));
        return lanes;
    }

    /** The videos among the lanes that are written. */
    List<RecordingLane> videos() {
        RecordingLane replaced = reencoding == null ? null : dryPicture();
        return lanes.stream()
                .filter(lane -> lane != replaced && lane.track().kind() == MediaKind.VIDEO)
                .toList();
    }

    /** Asks the recording's own encoder for a key frame. False if the lane does not come from it. */
    boolean askPipeline(RecordingLane lane) {
        return reencoding != null && !tapped.contains(lane) && reencoding.requestKeyFrame();
    }

    private @Nullable RecordingLane dryPicture() {
        return tapped.stream()
                .filter(lane -> lane.track().tap() == Tap.DRY && lane.track().kind() == MediaKind.VIDEO)
                .findFirst()
                .orElse(null);
    }

    private TrackTap tap(RecordingLane lane) {
        TrackTap tap = taps.get(lane.track());
        if (tap == null) {
            throw new IllegalStateException("no tap for " + lane.track());
        }
        return tap;
    }
}
