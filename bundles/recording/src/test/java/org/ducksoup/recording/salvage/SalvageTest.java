package org.ducksoup.recording.salvage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.ducksoup.api.interaction.InteractionRegistry;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ParticipantSession;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.interaction.SignalingChannel;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.RecordedTrack.Tap;
import org.ducksoup.api.recording.Recorder;
import org.ducksoup.api.recording.RecordingRequest;
import org.ducksoup.recording.MuxedRecorderFactory;
import org.ducksoup.recording.Probe;
import org.ducksoup.recording.RealMediaTest;
import org.ducksoup.recording.Run;
import org.ducksoup.recording.file.DiskFile;
import org.ducksoup.recording.file.IndexFile;
import org.ducksoup.recording.manifest.ManifestFile;
import org.ducksoup.recording.manifest.ManifestSchema;
import org.ducksoup.recording.matroska.MatroskaHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files of a crash are completed; files of running interactions are not touched. */
class SalvageTest {
    @TempDir
    Path data;

    private Path run() {
        return data.resolve("study").resolve("room").resolve("20261122-120000.000-0123456789ab");
    }

    private Recorder open(Path run, Codec codec) throws IOException {
        Set<RecordedTrack> tracks = EnumSet.of(codec, Codec.OPUS).stream()
                .map(each -> new RecordedTrack(Tap.DRY, each))
                .collect(Collectors.toSet());
        Path recordings = Files.createDirectories(run.resolve("recordings"));
        Path index = Files.createDirectories(run.resolve("index"));
        return new MuxedRecorderFactory().open(new RecordingRequest(recordings, index, "stem", tracks, Map.of()));
    }

    private static ObjectNode preliminary() {
        ObjectNode manifest =
                ManifestFile.object().put("format", ManifestFile.FORMAT).put("state", "unfinished");
        manifest.putObject("interaction").put("name", "room");
        manifest.putArray("files");
        return manifest;
    }

    /** This bundle was replaced while a run goes on, so it does not know the run's files. */
    @Test
    void aRunThatGoesOnIsNotTouched() throws IOException {
        Files.createDirectories(run().resolve("recordings"));
        ManifestFile.create(run(), preliminary());
        Salvage salvage = new Salvage(data, Clock.systemUTC());
        salvage.use(new InteractionRegistry() {
            @Override
            public Set<Path> openRuns() {
                return Set.of(run().toAbsolutePath());
            }

            @Override
            public ParticipantSession join(JoinRequest request, SignalingChannel channel) {
                throw new AssertionError("nobody joins here");
            }

            @Override
            public boolean acceptsNew() {
                return true;
            }

            @Override
            public Optional<ServerMessage.Reason> full() {
                return Optional.empty();
            }
        });
        assertThat(salvage.salvage(data)).isEmpty();
        assertThat(ManifestFile.read(run()).path("state").asText()).isEqualTo("unfinished");
    }

    /** Cuts a file at twenty random places. */
    @ParameterizedTest
    @EnumSource(names = {"H264", "VP8"})
    void finishesFilesAndManifestWhereverTheyEnd(Codec codec) throws IOException {
        Recorder recorder = open(run(), codec);
        new Run(recorder, EnumSet.of(codec, Codec.OPUS)).feed(RealMediaTest.call(codec));
        Path media = recorder.files().get(0);
        Path index = run().resolve("index").resolve("stem-dry.mkv.csv");
        byte[] whole = Files.readAllBytes(media);
        byte[] table = Files.readAllBytes(index);
        recorder.close();
        int header = MatroskaHeader.TRACKS_AT + MatroskaHeader.TRACKS_SPACE;
        Random random = new Random(11);
        for (int i = 0; i < 20; i++) {
            int length = i == 0 ? header : header + random.nextInt(whole.length - header);
            Path crashed = data.resolve("20261122-120000.000-" + "%012x".formatted(i));
            Path cut = crashed.resolve("recordings").resolve("stem-dry.mkv");
            Files.createDirectories(cut.getParent());
            Files.createDirectories(crashed.resolve("index"));
            Files.write(cut, Arrays.copyOf(whole, length));
            Files.write(
                    crashed.resolve("index").resolve("stem-dry.mkv.csv"),
                    Arrays.copyOf(table, random.nextInt(table.length)));
            ManifestFile.create(crashed, preliminary());
            List<Salvage.Report> reports = new Salvage(data, Clock.systemUTC()).salvage(crashed);
            assertThat(reports).hasSize(1);
            assertThat(reports.get(0).problems()).isEmpty();
            assertThat(reports.get(0).repaired()).contains(cut);
            JsonNode manifest = ManifestFile.read(crashed);
            assertThat(ManifestSchema.problems(manifest)).isEmpty();
            assertThat(manifest.path("state").asText()).isEqualTo("salvaged");
            JsonNode file = manifest.path("files").path(0);
            assertThat(file.path("finished").asBoolean()).isTrue();
            if (file.path("duration").asDouble() == 0) {
                assertThat(length).as("nothing was in it yet").isLessThan(header + 100_000);
                continue;
            }
            assertThat(Probe.decodingErrors(cut)).as("broken off at %s", length).isEmpty();
            Probe probe = Probe.of(cut);
            for (JsonNode track : file.path("tracks")) {
                int stream = track.path("kind").asText().equals("audio") ? 0 : 1;
                assertThat(probe.packets(stream)).isEqualTo(track.path("frames").asLong());
            }
            assertThat(new Salvage(data, Clock.systemUTC()).salvage(crashed))
                    .as("once is enough")
                    .isEmpty();
        }
    }

    @Test
    void leavesARunAloneThatGoesOn() throws IOException {
        Recorder recorder = open(run(), Codec.VP8);
        new Run(recorder, EnumSet.of(Codec.VP8, Codec.OPUS)).feed(RealMediaTest.call(Codec.VP8));
        recorder.flush();
        ManifestFile.create(run(), preliminary());
        Path media = recorder.files().get(0);
        byte[] before = Files.readAllBytes(media);
        assertThat(new Salvage(data, Clock.systemUTC()).salvage(data)).isEmpty();
        assertThat(FileRepair.repair(media, Clock.systemUTC())).isEqualTo(FileRepair.Outcome.IN_USE);
        assertThat(Files.readAllBytes(media)).isEqualTo(before);
        recorder.close();
        assertThat(new Salvage(data, Clock.systemUTC()).salvage(data)).hasSize(1);
    }

    /** A page chooses the names of namespace and interaction, and these are names of directories. */
    @Test
    void anInteractionThatIsCalledRecordingsIsNoRun() throws IOException {
        Path first = data.resolve("recordings/recordings/20261122-120000.000-00000000000a");
        Path second = data.resolve("study/recordings/20261122-120000.000-00000000000b");
        for (Path run : List.of(first, second, run())) {
            open(run, Codec.VP8).close();
            ManifestFile.create(run, preliminary());
        }
        assertThat(new Salvage(data, Clock.systemUTC()).salvage(data))
                .extracting(Salvage.Report::run)
                .containsExactlyInAnyOrder(first, second, run());
        for (Path run : List.of(first, second, run())) {
            assertThat(ManifestFile.read(run).path("state").asText()).isEqualTo("salvaged");
        }
        assertThat(data.resolve("manifest.json")).doesNotExist();
        assertThat(data.resolve("study/manifest.json")).doesNotExist();
    }

    /** Earlier versions wrote one there when an interaction was called {@code recordings}. */
    @Test
    void aStrayManifestAboveRunsHidesNone() throws IOException {
        open(run(), Codec.VP8).close();
        ManifestFile.create(run(), preliminary());
        ManifestFile.create(data, preliminary());
        ManifestFile.create(data.resolve("study"), preliminary());
        assertThat(new Salvage(data, Clock.systemUTC()).salvage(data))
                .extracting(Salvage.Report::run)
                .containsExactly(run());
        assertThat(ManifestFile.read(data).path("state").asText())
                .as("which is nobody's")
                .isEqualTo("unfinished");
    }

    /** The data directory may be a link to a larger disk. */
    @Test
    void runsAreFoundBehindALink() throws IOException {
        Path disk = Files.createDirectory(data.resolve("disk"));
        Path link = Files.createSymbolicLink(data.resolve("link"), disk);
        Path run = link.resolve("study/room/20261122-120000.000-0123456789ab");
        open(run, Codec.VP8).close();
        ManifestFile.create(run, preliminary());
        assertThat(new Salvage(link, Clock.systemUTC()).salvage(link))
                .extracting(Salvage.Report::run)
                .containsExactly(run);
    }

    /** {@code etc/org.ducksoup.sfu.cfg} names another directory. Running interactions are not touched. */
    @Test
    void anotherConfigurationIsOnlyAnotherDirectory() throws IOException {
        Path other = Files.createDirectory(data.resolve("other"));
        Salvage salvage = new Salvage(data, Clock.systemUTC());
        salvage.modified(new Salvage.Data() {
            @Override
            public String dataDirectory() {
                return other.toString();
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return Salvage.Data.class;
            }
        });
        assertThat(salvage.data()).isEqualTo(other);
    }

    /** The recorder of docs/extending.md writes tables. */
    @Test
    void filesOfALabsRecorderStayAsTheyAre() throws IOException {
        Path recordings = Files.createDirectories(run().resolve("recordings"));
        Path index = Files.createDirectories(run().resolve("index"));
        Path table = Files.writeString(recordings.resolve("stem-sizes.csv"), "kind,bytes\naudio,12");
        Path other = Files.writeString(index.resolve("stem-sizes.csv.csv"), "no newline at the end");
        ManifestFile.create(run(), preliminary());
        List<Salvage.Report> reports = new Salvage(data, Clock.systemUTC()).salvage(data);
        assertThat(reports).hasSize(1);
        assertThat(reports.get(0).problems()).isEmpty();
        assertThat(table).hasContent("kind,bytes\naudio,12");
        assertThat(other).hasContent("no newline at the end");
        assertThat(ManifestFile.read(run()).at("/files/0/path").asText()).isEqualTo("recordings/stem-sizes.csv");
    }

    @Test
    void aTableThatIsNoIndexOfOursIsAProblemAndStaysAsItIs() throws IOException {
        Recorder recorder = open(run(), Codec.VP8);
        recorder.close();
        Path index = Files.writeString(run().resolve("index").resolve("stem-dry.mkv.csv"), "kind,bytes\naudio,12");
        ManifestFile.create(run(), preliminary());
        List<Salvage.Report> reports = new Salvage(data, Clock.systemUTC()).salvage(data);
        assertThat(reports.get(0).problems()).singleElement().asString().contains("no index of ours");
        assertThat(index).hasContent("kind,bytes\naudio,12");
    }

    @Test
    void aDamagedRunDoesNotKeepTheOthers() throws IOException {
        Path damaged = data.resolve("20261122-120000.000-00000000000a");
        open(damaged, Codec.VP8).close();
        Files.writeString(
                damaged.resolve("index").resolve("stem-dry.mkv.csv"),
                IndexFile.HEADER + "\nvideo,0,x,1,2,3,1,5,not a number\n");
        ManifestFile.create(damaged, preliminary());
        Path broken = Files.createDirectories(
                data.resolve("20261122-120000.000-00000000000b").resolve("recordings"));
        Files.writeString(
                broken.getParent().resolve("manifest.json"),
                "{\"format\":\"ducksoup-manifest/1\",\"state\":\"unfinished\"," + "\"interaction\":7}");
        open(run(), Codec.VP8).close();
        ManifestFile.create(run(), preliminary());
        assertThat(new Salvage(data, Clock.systemUTC()).salvage(data)).hasSize(3);
        assertThat(ManifestFile.read(run()).path("state").asText()).isEqualTo("salvaged");
        assertThat(ManifestFile.read(damaged).path("state").asText()).isEqualTo("salvaged");
    }

    @Test
    void aKnownEndStays() throws IOException {
        open(run(), Codec.VP8).close();
        ObjectNode manifest = preliminary();
        manifest.withObject("/interaction").put("endReason", "shutdown");
        ManifestFile.create(run(), manifest);
        assertThat(new Salvage(data, Clock.systemUTC()).salvage(data)).hasSize(1);
        assertThat(ManifestFile.read(run()).at("/interaction/endReason").asText())
                .isEqualTo("shutdown");
        assertThat(ManifestFile.read(run()).path("state").asText()).isEqualTo("salvaged");
    }

    /** Some network file systems refuse every lock. */
    @Test
    void filesAreWrittenAndFinishedWhereThereAreNoLocks() throws IOException {
        DiskFile.Locks none = channel -> {
            throw new IOException("Function not implemented");
        };
        Path media = data.resolve("stem-dry.ogg");
        try (DiskFile file = new DiskFile(media, none)) {
            file.write(java.nio.ByteBuffer.wrap(new byte[] {1, 2, 3}), 0);
        }
        assertThat(media).hasSize(3);
        Path index = Files.writeString(data.resolve("stem-dry.mkv.csv"), IndexFile.HEADER + "\nvideo,0");
        assertThat(FileRepair.repair(index, Clock.systemUTC(), none))
                .as("written just now")
                .isEqualTo(FileRepair.Outcome.IN_USE);
        Files.setLastModifiedTime(index, java.nio.file.attribute.FileTime.fromMillis(0));
        assertThat(FileRepair.repair(index, Clock.systemUTC(), none)).isEqualTo(FileRepair.Outcome.REPAIRED);
    }

    @Test
    void aFileThatIsNotOursIsAProblemAndStaysAsItIs() throws IOException {
        Files.createDirectories(run().resolve("recordings"));
        Path foreign = Files.writeString(run().resolve("recordings").resolve("notes.mkv"), "dear diary");
        List<Salvage.Report> reports = new Salvage(data, Clock.systemUTC()).salvage(data);
        assertThat(reports).hasSize(1);
        assertThat(reports.get(0).problems()).hasSize(1).allMatch(problem -> problem.contains("notes.mkv"));
        assertThat(foreign).hasContent("dear diary");
    }
}
