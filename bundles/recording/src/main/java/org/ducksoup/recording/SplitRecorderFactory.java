package org.ducksoup.recording;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.RecordedTrack.Tap;
import org.ducksoup.api.recording.Recorder;
import org.ducksoup.api.recording.RecorderFactory;
import org.ducksoup.api.recording.RecorderName;
import org.ducksoup.api.recording.RecordingRequest;
import org.osgi.service.component.annotations.Component;

/**
 * Writes a file for each medium: {@code -audio-dry.ogg}, {@code -video-dry.mkv}, and {@code -wet} for a medium with an
 * effect. In {@code passthrough} no medium has one.
 */
@Component
@RecorderName({"split", "passthrough"})
public final class SplitRecorderFactory implements RecorderFactory {
    @Override
    public Recorder open(RecordingRequest request) throws IOException {
        List<FileRecorder.Plan> plans = request.tracks().stream()
                .sorted(Comparator.comparing(RecordedTrack::tap).thenComparing(RecordedTrack::kind))
                .map(track -> new FileRecorder.Plan(suffix(track), List.of(track)))
                .toList();
        return new FileRecorder(request, plans);
    }

    private static String suffix(RecordedTrack track) {
        String tap = track.tap() == Tap.DRY ? "dry" : "wet";
        return track.kind() == MediaKind.AUDIO ? "-audio-" + tap + ".ogg" : "-video-" + tap + ".mkv";
    }
}
