package org.ducksoup.recording;

import java.io.IOException;
import java.nio.file.Files;
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
    private record Place(Part part, int index) {}

    private record Part(MediaFile media, IndexFile index) {}

    private final List<Part> parts = new ArrayList<>();
    private final Map<RecordedTrack, List<Place>> places = new HashMap<>();

    FileRecorder(RecordingRequest request, List<Plan> plans) throws IOException {
        try {
            for (Plan plan : plans) {
                open(request, plan);
            }
        } catch (IOException e) {
            abandon(e);
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
            remove(media, e);
            throw e;
        }
        Part part = new Part(media, index);
        parts.add(part);
        for (int i = 0; i < plan.tracks.size(); i++) {
            places.computeIfAbsent(plan.tracks.get(i), unused -> new ArrayList<>())
                    .add(new Place(part, i));
        }
    }

    /** Files without any frame are removed and never listed. */
    private void abandon(IOException cause) {
        for (Part part : parts) {
            remove(part.media, cause);
            try {
                part.index.close();
                Files.delete(part.index.path());
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }

    private static void remove(MediaFile media, IOException cause) {
        try {
            media.close();
            Files.delete(media.path());
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public void write(RecordedTrack track, EncodedFrame frame) throws IOException {
        for (Place place : places.getOrDefault(track, List.of())) {
            long timeNanos = place.part.media.write(place.index, frame);
            place.part.index.add(place.index, track, frame, timeNanos);
        }
    }

    @Override
    public void flush() throws IOException {
        forEach(part -> {
            part.media.flush();
            part.index.flush();
        });
    }

    @Override
    public List<Path> files() {
        return parts.stream().map(part -> part.media.path()).toList();
    }

    @Override
    public void close() throws IOException {
        forEach(part -> {
            try (IndexFile index = part.index) {
                index.flush();
            } finally {
                part.media.close();
            }
        });
    }

    private interface PartAction {
        void on(Part part) throws IOException;
    }

    /** A failure of one file must not leave the others unfinished. */
    private void forEach(PartAction action) throws IOException {
        IOException first = null;
        for (Part part : parts) {
            try {
                action.on(part);
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
