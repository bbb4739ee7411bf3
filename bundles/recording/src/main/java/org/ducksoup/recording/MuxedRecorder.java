package org.ducksoup.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.recording.EncodedFrame;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.RecordedTrack.Tap;
import org.ducksoup.api.recording.Recorder;
import org.ducksoup.api.recording.RecordingRequest;

/** Audio and video in one file: as received in {@code -dry.mkv}, and where there is an effect, as sent on in {@code -wet.mkv}. */
final class MuxedRecorder implements Recorder {
    /** @param index of the track in the file */
    private record Place(MatroskaFile file, int index) {}

    private final List<MatroskaFile> files = new ArrayList<>();
    private final Map<RecordedTrack, List<Place>> places = new HashMap<>();

    MuxedRecorder(RecordingRequest request) throws IOException {
        try {
            open(request, "-dry.mkv", Tap.DRY);
            if (request.tracks().stream().anyMatch(track -> track.tap() == Tap.WET)) {
                open(request, "-wet.mkv", Tap.WET);
            }
        } catch (IOException e) {
            abandon(e);
            throw e;
        }
    }

    private void open(RecordingRequest request, String suffix, Tap tap) throws IOException {
        List<RecordedTrack> tracks = new ArrayList<>();
        for (MediaKind kind : MediaKind.values()) {
            // The wet file holds a medium without an effect as it was received.
            request.tracks().stream()
                    .filter(track -> track.kind() == kind && (track.tap() == tap || track.tap() == Tap.DRY))
                    .max(Comparator.comparing(track -> track.tap() == tap))
                    .ifPresent(tracks::add);
        }
        List<Codec> codecs = tracks.stream().map(RecordedTrack::codec).toList();
        Path path = request.directory().resolve(request.fileStem() + suffix);
        MatroskaFile file = new MatroskaFile(new DiskFile(path), codecs);
        files.add(file);
        for (int i = 0; i < tracks.size(); i++) {
            places.computeIfAbsent(tracks.get(i), unused -> new ArrayList<>()).add(new Place(file, i));
        }
    }

    /** Nobody will ever hear of files that hold nothing. */
    private void abandon(IOException cause) {
        for (MatroskaFile file : files) {
            try {
                file.close();
                Files.delete(file.path());
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }

    @Override
    public void write(RecordedTrack track, EncodedFrame frame) throws IOException {
        for (Place place : places.getOrDefault(track, List.of())) {
            place.file.write(place.index, frame.data(), frame.timestampNanos(), frame.keyFrame());
        }
    }

    @Override
    public void flush() throws IOException {
        forEach(MatroskaFile::flush);
    }

    @Override
    public List<Path> files() {
        return files.stream().map(MatroskaFile::path).toList();
    }

    @Override
    public void close() throws IOException {
        forEach(MatroskaFile::close);
    }

    private interface FileAction {
        void on(MatroskaFile file) throws IOException;
    }

    /** One file's failure is no reason to leave the other unfinished. */
    private void forEach(FileAction action) throws IOException {
        IOException first = null;
        for (MatroskaFile file : files) {
            try {
                action.on(file);
            } catch (IOException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
