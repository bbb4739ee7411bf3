package org.ducksoup.recording;

import java.io.IOException;
import java.util.ArrayList;
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
 * Writes audio and video into one file: as received in {@code -dry.mkv} and, if there is an effect, as sent on in
 * {@code -wet.mkv}. The modes differ in what happens to the media before it gets here.
 */
@Component
@RecorderName({"muxed", "forced", "free", "reenc"})
public final class MuxedRecorderFactory implements RecorderFactory {
    @Override
    public Recorder open(RecordingRequest request) throws IOException {
        List<FileRecorder.Plan> plans = new ArrayList<>();
        plans.add(new FileRecorder.Plan("-dry.mkv", tracks(request, Tap.DRY)));
        if (request.tracks().stream().anyMatch(track -> track.tap() == Tap.WET)) {
            plans.add(new FileRecorder.Plan("-wet.mkv", tracks(request, Tap.WET)));
        }
        return new FileRecorder(request, plans);
    }

    private static List<RecordedTrack> tracks(RecordingRequest request, Tap tap) {
        List<RecordedTrack> tracks = new ArrayList<>();
        for (MediaKind kind : MediaKind.values()) {
            // The wet file holds a medium without an effect as it was received.
            request.tracks().stream()
                    .filter(track -> track.kind() == kind && (track.tap() == tap || track.tap() == Tap.DRY))
                    .max(Comparator.comparing(track -> track.tap() == tap))
                    .ifPresent(tracks::add);
        }
        return tracks;
    }
}
