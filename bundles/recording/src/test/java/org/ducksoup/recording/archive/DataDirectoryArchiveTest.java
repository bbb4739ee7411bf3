package org.ducksoup.recording.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.ducksoup.api.interaction.InteractionRegistry;
import org.ducksoup.api.interaction.JoinRequest;
import org.ducksoup.api.interaction.ParticipantSession;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.interaction.SignalingChannel;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.RecordedRun;
import org.ducksoup.api.operation.RecordedRun.State;
import org.ducksoup.api.operation.RunVerification;
import org.ducksoup.api.operation.RunVerification.Finding;
import org.ducksoup.api.operation.RunVerification.VerifiedFile;
import org.ducksoup.api.operation.SalvagedRun;
import org.ducksoup.api.recording.RecordedTrack;
import org.ducksoup.api.recording.RecordedTrack.Tap;
import org.ducksoup.api.recording.Recorder;
import org.ducksoup.api.recording.RecorderFactory;
import org.ducksoup.api.recording.RecordingRequest;
import org.ducksoup.recording.MuxedRecorderFactory;
import org.ducksoup.recording.RealMediaTest;
import org.ducksoup.recording.Run;
import org.ducksoup.recording.SplitRecorderFactory;
import org.ducksoup.recording.manifest.FileSection;
import org.ducksoup.recording.manifest.ManifestFile;
import org.ducksoup.recording.manifest.ManifestSchema;
import org.ducksoup.recording.salvage.Salvage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs are found and described, and what is wrong with their files is said. */
class DataDirectoryArchiveTest {
    private static final Instant ORIGIN = Instant.parse("2026-11-22T12:00:00Z");
    private static final String ID = "0123456789ab";
    private static final String STEM = "i-" + ID + "-a-1-s-study-n-dyad-u-ann-c-1";

    @TempDir
    Path data;

    private Salvage salvage;
    private DataDirectoryArchive archive;

    @BeforeEach
    void open() {
        salvage = new Salvage(data, Clock.systemUTC());
        archive = new DataDirectoryArchive(salvage, () -> ORIGIN.plusSeconds(30));
    }

    private Path run(String id) {
        return data.resolve("study").resolve("dyad").resolve("20261122-120000.000-" + id);
    }

    private Path dry() {
        return run(ID).resolve("recordings").resolve(STEM + "-dry.mkv");
    }

    private Path index() {
        return run(ID).resolve("index").resolve(STEM + "-dry.mkv.csv");
    }

    private void record(RecorderFactory factory) throws IOException {
        EnumSet<Codec> codecs = EnumSet.of(Codec.VP8, Codec.OPUS);
        Set<RecordedTrack> tracks =
                codecs.stream().map(codec -> new RecordedTrack(Tap.DRY, codec)).collect(Collectors.toSet());
        Path recordings = Files.createDirectories(run(ID).resolve("recordings"));
        Path indexes = Files.createDirectories(run(ID).resolve("index"));
        Recorder recorder = factory.open(new RecordingRequest(recordings, indexes, STEM, tracks, Map.of()));
        new Run(recorder, codecs).feed(RealMediaTest.call(Codec.VP8));
        recorder.close();
        ObjectNode manifest = manifest(ID);
        FileSection.fill(manifest, run(ID));
        ManifestFile.replace(run(ID), manifest);
    }

    private static ObjectNode manifest(String id) {
        ObjectNode manifest =
                ManifestFile.object().put("format", ManifestFile.FORMAT).put("state", ManifestFile.COMPLETE);
        manifest.putObject("run")
                .put("id", id)
                .put("directory", "study/dyad/20261122-120000.000-" + id)
                .put("origin", ORIGIN.toString())
                .put("recordingMode", "muxed")
                .put("recorded", true);
        manifest.putObject("interaction")
                .put("namespace", "study")
                .put("name", "dyad")
                .put("endedAt", ORIGIN.plusMillis(12_500).toString())
                .put("endReason", "stopped");
        ObjectNode ann = manifest.putArray("participants")
                .addObject()
                .put("userId", "ann")
                .put("joinedAt", ORIGIN.minusSeconds(1).toString());
        ann.putObject("asked");
        ann.putArray("connections")
                .addObject()
                .put("number", 1)
                .put("connectedAt", ORIGIN.minusSeconds(1).toString())
                .put("recordedFrom", ORIGIN.toString())
                .put("stem", STEM)
                .put("endedAt", ORIGIN.plusMillis(12_500).toString());
        manifest.putArray("incidents")
                .addObject()
                .put("at", ORIGIN.plusSeconds(2).toString())
                .put("time", 2.0)
                .put("kind", "page_hidden")
                .put("userId", "ann")
                .put("reason", "as the page says");
        manifest.putArray("files");
        return manifest;
    }

    private RunVerification verify() throws IOException, OperationException {
        return archive.verify(ID);
    }

    /** That nothing but this is wrong. */
    private void assertFound(String file, String... texts) throws IOException, OperationException {
        RunVerification found = verify();
        assertThat(found.isPassed()).isFalse();
        assertThat(found.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.file()).isEqualTo(file);
            assertThat(finding.what()).contains(texts);
            assertThat(finding.remedy()).endsWith(".");
        });
    }

    private void change(String from, String to) throws IOException {
        Path manifest = run(ID).resolve("manifest.json");
        String before = Files.readString(manifest);
        assertThat(before).contains(from);
        Files.writeString(manifest, before.replace(from, to));
    }

    @Test
    void aRunIsDescribed() throws Exception {
        record(new MuxedRecorderFactory());
        assertThat(ManifestSchema.problems(ManifestFile.read(run(ID))))
                .as("but for what pages asked")
                .allMatch(problem -> problem.contains("asked") || problem.contains("controls"));
        assertThat(archive.runs()).singleElement().satisfies(run -> {
            assertThat(run.id()).isEqualTo(ID);
            assertThat(run.directory()).isEqualTo("study/dyad/20261122-120000.000-" + ID);
            assertThat(run.namespace() + "/" + run.interaction()).isEqualTo("study/dyad");
            assertThat(run.state()).isEqualTo(State.COMPLETE);
            assertThat(run.startedAt()).isEqualTo(ORIGIN);
            assertThat(run.length()).isEqualTo(Duration.ofMillis(12_500));
            assertThat(run.endReason()).isEqualTo("stopped");
            assertThat(run.incidents()).containsExactly("page_hidden");
            assertThat(run.fileCount()).isEqualTo(1);
            assertThat(run.bytes()).isEqualTo(Files.size(dry()));
        });
    }

    @Test
    void whatIsAsItWasRecordedPasses() throws Exception {
        record(new MuxedRecorderFactory());
        RunVerification found = verify();
        assertThat(found.findings()).isEmpty();
        assertThat(found.isPassed()).isTrue();
        VerifiedFile file = found.files().get(0);
        assertThat(file.path()).isEqualTo("recordings/" + STEM + "-dry.mkv");
        assertThat(file.bytes()).isEqualTo(Files.size(dry()));
        assertThat(file.tracks()).containsExactly("opus", "vp8");
        assertThat(file.duration()).isGreaterThan(Duration.ofSeconds(3));
    }

    @Test
    void aFileForEachTrackPassesToo() throws Exception {
        record(new SplitRecorderFactory());
        assertThat(verify().findings()).isEmpty();
        assertThat(verify().files()).hasSize(2);
    }

    @Test
    void aFileIsMissing() throws Exception {
        record(new MuxedRecorderFactory());
        Files.delete(dry());
        assertFound("recordings/" + STEM + "-dry.mkv", "is missing");
    }

    @Test
    void aByteIsAnotherOne() throws Exception {
        record(new MuxedRecorderFactory());
        byte[] bytes = Files.readAllBytes(dry());
        bytes[bytes.length / 2] ^= 1;
        Files.write(dry(), bytes);
        assertFound("recordings/" + STEM + "-dry.mkv", "changed after the recording", "checksum");
    }

    @Test
    void aFileIsCutOff() throws Exception {
        record(new MuxedRecorderFactory());
        byte[] bytes = Files.readAllBytes(dry());
        Files.write(dry(), Arrays.copyOf(bytes, bytes.length / 2));
        assertThat(verify().findings())
                .extracting(Finding::what)
                .anyMatch(what -> what.contains("never completed"))
                .anyMatch(what -> what.contains("bytes " + bytes.length / 2 + " instead of " + bytes.length)
                        && what.contains("frames of video"))
                .anyMatch(what -> what.contains("frames of audio, and the file has"));
    }

    @Test
    void aFileIsSomethingElse() throws Exception {
        record(new MuxedRecorderFactory());
        Files.writeString(dry(), "dear diary");
        assertThat(verify().findings())
                .extracting(Finding::what)
                .anyMatch(what -> what.contains("damaged: "))
                .anyMatch(what -> what.contains("duration nothing instead of"));
    }

    /** The disk failed when the checksum was to be made. */
    @Test
    void aFileCouldNotBeReadAtTheEnd() throws Exception {
        record(new MuxedRecorderFactory());
        ObjectNode manifest = ManifestFile.read(run(ID));
        manifest.putArray("files")
                .addObject()
                .put("path", "recordings/" + STEM + "-dry.mkv")
                .put("tap", "dry")
                .put("error", "Input/output error");
        ManifestFile.replace(run(ID), manifest);
        assertFound("recordings/" + STEM + "-dry.mkv", "could not read it at the end", "Input/output error");
    }

    @Test
    void anIndexIsMissing() throws Exception {
        record(new MuxedRecorderFactory());
        Files.delete(index());
        assertFound("recordings/" + STEM + "-dry.mkv", "index is missing");
    }

    @Test
    void anIndexHasFewerLines() throws Exception {
        record(new MuxedRecorderFactory());
        List<String> lines = Files.readAllLines(index());
        String last = lines.get(lines.size() - 1);
        Files.write(index(), lines.subList(0, lines.size() - 1));
        assertFound("index/" + STEM + "-dry.mkv.csv", "frames of " + last.split(",", 2)[0], "and the file has");
    }

    @Test
    void aLineOfAnIndexIsDamaged() throws Exception {
        record(new MuxedRecorderFactory());
        Files.writeString(index(), Files.readString(index()) + "video,x\n", StandardCharsets.US_ASCII);
        assertFound("index/" + STEM + "-dry.mkv.csv", "A line is damaged");
    }

    /** A frame of the file is not where it was captured. */
    @Test
    void aFrameIsAtAnotherTime() throws Exception {
        record(new MuxedRecorderFactory());
        List<String> lines = Files.readAllLines(index());
        String[] cells = lines.get(40).split(",");
        cells[4] = String.valueOf(Long.parseLong(cells[4]) + 250_000_000L);
        lines.set(40, String.join(",", cells));
        Files.write(index(), lines);
        assertFound("index/" + STEM + "-dry.mkv.csv", "ms away from the time when it was captured");
    }

    @Test
    void anIndexBeginsElsewhere() throws Exception {
        record(new MuxedRecorderFactory());
        List<String> shifted = Files.readAllLines(index()).stream()
                .map(line -> line.split(",", -1))
                .peek(cells -> {
                    if (cells[0].equals("video") && !cells[2].isEmpty()) {
                        cells[2] = String.valueOf(Long.parseLong(cells[2]) + 1_000_000_000L);
                        cells[4] = String.valueOf(Long.parseLong(cells[4]) + 1_000_000_000L);
                    }
                })
                .map(cells -> String.join(",", cells))
                .toList();
        Files.write(index(), shifted);
        assertFound("index/" + STEM + "-dry.mkv.csv", "Its first frame of video is at");
    }

    @Test
    void aFileLiesOutsideOfItsConnection() throws Exception {
        record(new MuxedRecorderFactory());
        change("\"recordedFrom\" : \"2026-11-22T12:00:00Z\"", "\"recordedFrom\" : \"2026-11-22T12:00:09Z\"");
        RunVerification found = verify();
        assertThat(found.findings())
                .hasSize(2)
                .allMatch(Finding::isError)
                .extracting(Finding::what)
                .allMatch(what -> what.contains("ann was recorded from 9.000 to 12.500 s"));
    }

    @Test
    void aConnectionHasNoFile() throws Exception {
        record(new MuxedRecorderFactory());
        change("u-ann-c-1\"", "u-ann-c-11\"");
        assertFound(null, "No file of ann's connection 1");
    }

    /** It is neither Matroska nor Ogg, which is as it should be. */
    @Test
    void aFileOfALabsRecorderHasOnlyAChecksum() throws Exception {
        Path table = run(ID).resolve("recordings").resolve(STEM + "-sizes.csv");
        Files.createDirectories(table.getParent());
        Files.writeString(table, "kind,bytes\naudio,12\n");
        record(new MuxedRecorderFactory());
        assertThat(verify().files()).hasSize(2);
        assertThat(verify().findings()).isEmpty();
        Files.writeString(table, "kind,bytes\naudio,13\n");
        assertFound("recordings/" + STEM + "-sizes.csv", "changed after the recording");
    }

    /** What somebody adds may be intended. */
    @Test
    void aFileIsAdded() throws Exception {
        record(new MuxedRecorderFactory());
        Files.writeString(run(ID).resolve("recordings").resolve("notes.txt"), "ann laughs");
        RunVerification found = verify();
        assertThat(found.isPassed()).isTrue();
        assertThat(found.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.isError()).isFalse();
            assertThat(finding.file()).isEqualTo("recordings/notes.txt");
        });
    }

    @Test
    void anEntryOutsideOfTheRunIsNotRead() throws Exception {
        record(new MuxedRecorderFactory());
        Files.writeString(data.resolve("secret"), "dear diary");
        change("\"recordings/" + STEM + "-dry.mkv\"", "\"../../../secret\"");
        assertThat(verify().findings())
                .extracting(Finding::what)
                .anyMatch(what -> what.contains("names no file of this run: ../../../secret"));
        assertThat(verify().files()).isEmpty();
    }

    @Test
    void aCrashLeftIt() throws Exception {
        record(new MuxedRecorderFactory());
        change("\"state\" : \"complete\"", "\"state\" : \"unfinished\"");
        assertThat(archive.runs().get(0).state()).isEqualTo(State.UNFINISHED);
        assertFound(null, "left unfinished by a crash");
        assertThatThrownBy(() -> archive.salvage("study/nobody"))
                .isInstanceOf(OperationException.class)
                .hasMessageContaining("no directory");
        String directory = "study/dyad/20261122-120000.000-" + ID;
        assertThat(archive.salvage("study/dyad")).containsExactly(new SalvagedRun(directory, List.of(), 2, List.of()));
        assertThat(archive.runs().get(0).state()).isEqualTo(State.SALVAGED);
        assertThat(archive.salvage(null)).as("nothing is left").isEmpty();
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void thereIsNoManifest() throws Exception {
        record(new MuxedRecorderFactory());
        Files.delete(run(ID).resolve("manifest.json"));
        assertThat(archive.runs()).singleElement().satisfies(run -> {
            assertThat(run.state()).isEqualTo(State.UNREADABLE);
            assertThat(run.id()).isEqualTo(ID);
            assertThat(run.namespace() + "/" + run.interaction()).isEqualTo("study/dyad");
        });
        assertFound(null, "manifest.json does not exist");
        Files.writeString(run(ID).resolve("manifest.json"), "{\"format\":");
        assertFound(null, "manifest.json cannot be read");
    }

    /** A page has called its interaction so, and an earlier version has taken the namespace for a run. */
    @Test
    void besideAnInteractionThatIsCalledRecordingsRunsAreFound() throws Exception {
        record(new MuxedRecorderFactory());
        Path other = data.resolve("study/recordings/20261122-120000.000-ba9876543210");
        ManifestFile.create(other, manifest("ba9876543210"));
        ManifestFile.create(data.resolve("study"), manifest("stray"));
        assertThat(archive.runs()).extracting(RecordedRun::id).containsExactlyInAnyOrder(ID, "ba9876543210");
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void aRunThatGoesOnIsNotVerified() throws Exception {
        record(new MuxedRecorderFactory());
        salvage.use(registry());
        RecordedRun run = archive.runs().get(0);
        assertThat(run.state()).isEqualTo(State.ACTIVE);
        assertThat(run.length()).isEqualTo(Duration.ofSeconds(30));
        assertThatThrownBy(this::verify).isInstanceOf(OperationException.class).hasMessageContaining("is active");
    }

    private InteractionRegistry registry() {
        return new InteractionRegistry() {
            @Override
            public Set<Path> openRuns() {
                return Set.of(run(ID).toAbsolutePath());
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
        };
    }

    @Test
    void aRunIsCalledByItsIdItsDirectoryOrTheNameOfItsInteraction() throws Exception {
        record(new MuxedRecorderFactory());
        for (String name : List.of("dyad", "study/dyad", "study/dyad/20261122-120000.000-" + ID + "/")) {
            assertThat(archive.verify(name).run().id()).as(name).isEqualTo(ID);
        }
        ManifestFile.create(run("ba9876543210"), manifest("ba9876543210"));
        assertThatThrownBy(() -> archive.verify("dyad")).hasMessageContainingAll("dyad has 2 runs", ID, "ba9876543210");
        assertThat(archive.verify(ID).isPassed()).isTrue();
        assertThatThrownBy(() -> archive.verify("nothing")).hasMessageContainingAll("nothing", "lists 2");
    }
}
