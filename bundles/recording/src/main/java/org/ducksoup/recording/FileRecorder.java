package org.ducksoup.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.recording.EncodedFrame;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.Recorder;
import org.ducksoup.api.recording.RecordingRequest;
import org.ducksoup.recording.file.DiskFile;
import org.ducksoup.recording.file.IndexFile;
import org.ducksoup.recording.file.MediaFile;
import org.ducksoup.recording.matroska.MatroskaFile;
import org.ducksoup.recording.ogg.OggOpusFile;

/** Writes each track into the files that hold it, and an index beside each file. */
final class FileRecorder implements Recorder {
    /** @param suffix of the file name; {@code .ogg} for sound alone, otherwise {@code .mkv} */
    record Plan(String suffix, List<RecordedTrack> tracks) {
        Plan {
            tracks = List.copyOf(tracks);
        }
    }

    /** @param index of the track in the file */
    private record Place(IndexedFile file, int index) {}

    private final List<IndexedFile> files = new ArrayList<>();
    private final Map<RecordedTrack, List<Place>> places = new HashMap<>();

    FileRecorder(RecordingRequest request, List<Plan> plans) throws IOException {
        try {
            for (Plan plan : plans) {
                open(request, plan);
            }
        } catch (IOException e) {
            // Files without any frame are removed and never listed.
            files.forEach(file -> file.remove(e));
            throw e;
        }
    }

    private void open(RecordingRequest request, Plan plan) throws IOException {
        String name = request.fileStem() + plan.suffix;
        DiskFile disk = new DiskFile(request.directory().resolve(name));
        MediaFile media = plan.suffix.endsWith(".ogg")
                ? new OggOpusFile(disk)
                : new MatroskaFile(
                        disk,
                        plan.tracks.stream().map(RecordedTrack::codec).toList(),
                        plan.tracks.stream()
                                .mapToInt(track -> request.frameRates().getOrDefault(track, 0))
                                .max()
                                .orElse(0));
        IndexFile index;
        try {
            index = new IndexFile(new DiskFile(request.indexDirectory().resolve(name + IndexFile.SUFFIX)));
        } catch (IOException e) {
            IndexedFile.remove(media, e);
            throw e;
        }
        IndexedFile file = new IndexedFile(media, index);
        files.add(file);
        for (int i = 0; i < plan.tracks.size(); i++) {
            places.computeIfAbsent(plan.tracks.get(i), unused -> new ArrayList<>())
                    .add(new Place(file, i));
        }
    }

    @Override
    public void write(RecordedTrack track, EncodedFrame frame) throws IOException {
        for (Place place : places.getOrDefault(track, List.of())) {
            place.file.write(place.index, track, frame);
        }
    }

    @Override
    public void flush() throws IOException {
        forEach(IndexedFile::flush);
    }

    @Override
    public List<Path> files() {
        return files.stream().map(IndexedFile::path).toList();
    }

    @Override
    public void close() throws IOException {
        forEach(IndexedFile::close);
    }

    private interface FileAction {
        void on(IndexedFile file) throws IOException;
    }

    /** A failure of one file must not leave the others unfinished. */
    private void forEach(FileAction action) throws IOException {
        IOException first = null;
        for (IndexedFile file : files) {
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
