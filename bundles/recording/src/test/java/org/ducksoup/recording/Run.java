package org.ducksoup.recording;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.recording.EncodedFrame;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.RecordedTrack.Tap;
import org.ducksoup.api.recording.Recorder;
import org.ducksoup.api.recording.RecorderFactory;
import org.ducksoup.api.recording.RecordingRequest;
import org.ducksoup.rtp.NtpTime;
import org.ducksoup.rtp.RecordingTimeline;
import org.ducksoup.rtp.RtpPacket;
import org.ducksoup.rtp.payload.FrameAssembler;
import org.ducksoup.rtp.payload.FrameListener;

/**
 * Records a participant in virtual time: packets become frames with times, which go to the recorder. The recorder is
 * flushed each second.
 */
public final class Run {
    private final Recorder recorder;
    private final Map<Codec, FrameAssembler> assemblers = new EnumMap<>(Codec.class);
    private final RtpPacket packet = new RtpPacket();
    private long nextFlush = 1_000_000_000L;

    public Run(Recorder recorder, Set<Codec> codecs) {
        this.recorder = recorder;
        for (Codec codec : codecs) {
            RecordedTrack track = new RecordedTrack(Tap.DRY, codec);
            RecordingTimeline timeline =
                    new RecordingTimeline(codec.clockRate(), 0, NtpTime.of(Instant.parse("2026-11-22T12:00:00Z")));
            FrameListener listener = (data, offset, length, timestamp, keyFrame, arrival) -> {
                ByteBuffer frame = ByteBuffer.wrap(data, offset, length).slice().asReadOnlyBuffer();
                long nanos = timeline.nanos(timestamp, arrival);
                try {
                    recorder.write(
                            track, new EncodedFrame(frame, nanos, timestamp & 0xffffffffL, keyFrame, arrival, 0));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            };
            assemblers.put(
                    codec,
                    switch (codec) {
                        case H264 -> FrameAssembler.h264(listener);
                        case VP8 -> FrameAssembler.vp8(listener);
                        case OPUS -> FrameAssembler.opus(listener);
                    });
        }
    }

    /** Uses an index directory beside the one for files. */
    public static RecordingRequest request(Path directory, String stem, Set<RecordedTrack> tracks) throws IOException {
        Path index = Files.createDirectories(directory.resolveSibling(directory.getFileName() + "-index"));
        return new RecordingRequest(directory, index, stem, tracks, Map.of());
    }

    /** Records everything into a new file. */
    static Run record(Path directory, String stem, List<Packet> packets) throws IOException {
        return record(new MuxedRecorderFactory(), directory, stem, packets);
    }

    static Run record(RecorderFactory factory, Path directory, String stem, List<Packet> packets) throws IOException {
        Set<Codec> codecs = packets.stream().map(Packet::codec).collect(Collectors.toSet());
        Set<RecordedTrack> tracks =
                codecs.stream().map(codec -> new RecordedTrack(Tap.DRY, codec)).collect(Collectors.toSet());
        Recorder recorder = factory.open(request(directory, stem, tracks));
        Run run = new Run(recorder, codecs);
        run.feed(packets);
        run.assemblers.values().forEach(FrameAssembler::drain);
        recorder.close();
        return run;
    }

    public void feed(List<Packet> packets) throws IOException {
        List<Packet> arriving = new ArrayList<>(packets);
        arriving.sort(Comparator.comparing(Packet::arrivalNanos));
        for (Packet next : arriving) {
            while (next.arrivalNanos() >= nextFlush) {
                nextFlush += 1_000_000_000L;
                recorder.flush();
            }
            packet.wrap(next.bytes().clone(), 0, next.bytes().length);
            assemblers.get(next.codec()).accept(packet, next.arrivalNanos());
        }
    }

    FrameAssembler of(Codec codec) {
        return assemblers.get(codec);
    }

    Path file() {
        return recorder.files().get(0);
    }
}
