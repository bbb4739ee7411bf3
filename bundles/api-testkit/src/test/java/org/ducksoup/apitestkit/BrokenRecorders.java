package org.ducksoup.apitestkit;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.recording.EncodedFrame;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.Recorder;
import org.ducksoup.api.recording.RecorderFactory;
import org.ducksoup.api.recording.RecordingRequest;

/** Recorders that break the contract, each in one way. */
final class BrokenRecorders {
    private BrokenRecorders() {}

    /** Writes a line for each frame. */
    private static class Lines implements RecorderFactory {
        @Override
        public Recorder open(RecordingRequest request) throws IOException {
            Path file = file(request);
            Writer writer = Files.newBufferedWriter(file, option());
            return new Recorder() {
                @Override
                public void write(RecordedTrack track, EncodedFrame frame) throws IOException {
                    read(frame);
                    writer.write(track + "\n");
                }

                @Override
                public void flush() throws IOException {
                    flushed(writer);
                }

                @Override
                public List<Path> files() {
                    return List.of(file);
                }

                @Override
                public void close() throws IOException {
                    writer.close();
                }
            };
        }

        Path file(RecordingRequest request) throws IOException {
            return request.directory().resolve(request.fileStem() + ".txt");
        }

        OpenOption option() {
            return StandardOpenOption.CREATE_NEW;
        }

        void read(EncodedFrame frame) {}

        void flushed(Writer writer) throws IOException {
            writer.flush();
        }
    }

    static final class Sound extends RecorderContract {
        Sound() {
            super(new Lines());
        }
    }

    static final class Overwriting extends RecorderContract {
        Overwriting() {
            super(new Lines() {
                @Override
                OpenOption option() {
                    return StandardOpenOption.CREATE;
                }
            });
        }
    }

    static final class Elsewhere extends RecorderContract {
        Elsewhere() {
            super(new Lines() {
                @Override
                Path file(RecordingRequest request) {
                    return request.indexDirectory().resolve(request.fileStem() + ".txt");
                }
            });
        }
    }

    static final class NeverFlushing extends RecorderContract {
        NeverFlushing() {
            super(new Lines() {
                @Override
                void flushed(Writer writer) {}
            });
        }
    }

    static final class ReadingTheFrame extends RecorderContract {
        ReadingTheFrame() {
            super(new Lines() {
                @Override
                void read(EncodedFrame frame) {
                    frame.data().get();
                }
            });
        }
    }

    static final class NeedingPictures extends RecorderContract {
        NeedingPictures() {
            super(new Lines() {
                @Override
                public Recorder open(RecordingRequest request) throws IOException {
                    request.tracks().stream()
                            .filter(track -> track.kind() == MediaKind.VIDEO)
                            .findFirst()
                            .orElseThrow();
                    return super.open(request);
                }
            });
        }
    }

    static final class MakingTheDirectory extends RecorderContract {
        MakingTheDirectory() {
            super(new Lines() {
                @Override
                Path file(RecordingRequest request) throws IOException {
                    Files.createDirectories(request.directory());
                    return super.file(request);
                }
            });
        }
    }
}
