package org.ducksoup.stats.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.EndReason;
import org.ducksoup.api.interaction.ParticipantSession.ClientLog;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.server.ServerEvent;
import org.ducksoup.stats.FakeConfiguration;
import org.ducksoup.stats.Samples;
import org.ducksoup.stats.StatsConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonEventLogTest {
    private static final Clock CLOCK = Clock.fixed(Samples.NOW, ZoneOffset.UTC);
    private static final InteractionEvent STARTED = new InteractionEvent.InteractionStarted(Samples.WHOLE);
    private static final String APP_STARTED =
            "{\"level\":\"info\",\"time\":\"20261122-090003.734\",\"context\":\"app\",\"message\":\"app_started\"}";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private LogFile.Opener opener = LogFile::append;

    @TempDir
    Path directory;

    private JsonEventLog open(StatsConfiguration configuration) {
        return new JsonEventLog(
                configuration,
                CLOCK,
                () -> 0,
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                opener);
    }

    private static List<String> lines(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void hasTheKeysAndDefaultsOfTheDocumentation() {
        Map<String, Object> defaults = Arrays.stream(StatsConfiguration.class.getDeclaredMethods())
                .collect(Collectors.toMap(method -> method.getName(), method -> method.getDefaultValue()));
        assertThat(defaults)
                .isEqualTo(Map.of(
                        "maxClientLogMebibytes",
                        32,
                        "minFreeMebibytes",
                        500,
                        "logFile",
                        "",
                        "logStdout",
                        false,
                        "logLevel",
                        3,
                        "development",
                        false,
                        "generateStats",
                        true,
                        "generatePlots",
                        false));
    }

    @Test
    void whatIsNotThereIsALineOfTheServer() {
        JsonEventLog log = open(FakeConfiguration.DEFAULTS);
        log.publish(new ServerEvent.NotFound(Samples.NOW, "/nothing?\n\"", 0));
        log.publish(new ServerEvent.NotFound(Samples.NOW, "/more", 7));
        String head = APP_STARTED.replace("\"app\"", "\"server\"").replace("app_started", "not_found");
        head = head.substring(0, head.length() - 1);
        assertThat(lines(err).subList(1, 3))
                .containsExactly(head + ",\"path\":\"/nothing?\\n\\\"\"}", head + ",\"path\":\"/more\",\"others\":7}");
    }

    /** All clients together, however many there are. */
    @Test
    void leavesOutLinesOfClientsWhenThereAreTooMany() {
        JsonEventLog log = open(FakeConfiguration.DEFAULTS.level(4));
        InteractionEvent line =
                new InteractionEvent.ClientLogged(Samples.WHOLE, new ClientLog("ext_x", "x".repeat(60_000)));
        for (int i = 0; i < 300; i++) {
            log.onEvent(line);
        }
        log.onEvent(STARTED);
        assertThat(lines(err))
                .hasSize(1 + JsonEventLog.CLIENT_BURST / 60_005 + 1)
                .last()
                .asString()
                .contains("started");
    }

    @Test
    void writesToTheStandardErrorWhenNothingIsSet() {
        open(FakeConfiguration.DEFAULTS).close();
        assertThat(lines(err)).containsExactly(APP_STARTED, APP_STARTED.replace("started", "ended"));
        assertThat(out.size()).isZero();
    }

    @Test
    void appendsToTheFileAndCreatesItsDirectories() throws IOException {
        Path file = directory.resolve("log/deep/ducksoup.log");
        open(FakeConfiguration.DEFAULTS.file(file.toString())).close();
        JsonEventLog again = open(FakeConfiguration.DEFAULTS.file(file.toString()));
        again.onEvent(STARTED);
        again.close();
        assertThat(messages(Files.readAllLines(file)))
                .containsExactly("app_started", "app_ended", "app_started", "interaction_started", "app_ended");
        assertThat(out.size() + err.size()).isZero();
    }

    @Test
    void writesToBothWhenBothAreSet() throws IOException {
        Path file = directory.resolve("ducksoup.log");
        open(FakeConfiguration.DEFAULTS.file(file.toString()).stdout()).close();
        assertThat(Files.readAllLines(file)).isEqualTo(lines(out));
        assertThat(err.size()).isZero();
    }

    @Test
    void writesForPeopleInDevelopment() throws IOException {
        Path file = directory.resolve("ducksoup.log");
        open(FakeConfiguration.DEFAULTS.file(file.toString()).stdout().inDevelopment())
                .close();
        assertThat(lines(out).get(0)).isEqualTo("20261122-090003.734 info  app         app_started");
        assertThat(Files.readAllLines(file)).startsWith(APP_STARTED);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "2, 3", "3, 5", "4, 6"})
    void leavesOutWhatIsAboveTheLevel(int level, int expected) {
        JsonEventLog log = open(FakeConfiguration.DEFAULTS.level(level));
        log.onEvent(new InteractionEvent.InteractionEnded(Samples.WHOLE, EndReason.FAILED, Map.of()));
        log.onEvent(STARTED);
        log.onEvent(new InteractionEvent.InboundBitrate(Samples.RUNNING, MediaKind.AUDIO, new Bitrate(48_000)));
        log.onEvent(new InteractionEvent.ClientLogged(Samples.RUNNING, new ClientLog("ext_x", "y")));
        log.onEvent(new InteractionEvent.TransportFeedbackReceived(Samples.RUNNING, 14, 320, 3));
        assertThat(lines(err)).hasSize(expected);
    }

    /** {@code etc/org.ducksoup.stats.cfg} is edited during a study. */
    @Test
    void anotherConfigurationNeitherEndsNorStartsTheServer() throws IOException {
        Path first = directory.resolve("first.log");
        Path second = directory.resolve("second.log");
        JsonEventLog log = open(FakeConfiguration.DEFAULTS.file(first.toString()));
        log.onEvent(STARTED);
        log.modified(FakeConfiguration.DEFAULTS.file(first.toString()).level(1));
        log.onEvent(STARTED);
        log.modified(FakeConfiguration.DEFAULTS
                .file(second.toString())
                .stdout()
                .inDevelopment()
                .level(2));
        log.onEvent(STARTED);
        log.modified(FakeConfiguration.DEFAULTS);
        log.onEvent(STARTED);
        log.close();
        assertThat(messages(Files.readAllLines(first))).containsExactly("app_started", "interaction_started");
        assertThat(messages(Files.readAllLines(second))).containsExactly("interaction_started");
        assertThat(lines(out))
                .singleElement()
                .asString()
                .startsWith("20261122-")
                .contains("interaction_started");
        assertThat(messages(lines(err))).containsExactly("interaction_started", "app_ended");
    }

    private static List<String> messages(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceFirst(".*\"message\":\"", "").replaceFirst("\".*", ""))
                .toList();
    }

    /** Lines that wait for the disk are not lost when another setting is edited. */
    @Test
    void anotherLevelKeepsWhatWaitsForTheFile() throws IOException {
        Path occupied = Files.createFile(directory.resolve("occupied"));
        String file = occupied.resolve("ducksoup.log").toString();
        JsonEventLog log = open(FakeConfiguration.DEFAULTS.file(file));
        log.modified(FakeConfiguration.DEFAULTS.file(file).level(4));
        log.onEvent(STARTED);
        Files.delete(occupied);
        log.close();
        assertThat(messages(Files.readAllLines(Path.of(file))))
                .containsExactly("app_started", "interaction_started", "app_ended");
    }

    @Test
    void aLevelThereIsNotChangesNothing() {
        JsonEventLog log = open(FakeConfiguration.DEFAULTS);
        assertThatThrownBy(
                        () -> log.modified(FakeConfiguration.DEFAULTS.stdout().level(5)))
                .isInstanceOf(IllegalArgumentException.class);
        log.onEvent(STARTED);
        assertThat(messages(lines(err))).containsExactly("app_started", "interaction_started");
        assertThat(out.size()).isZero();
    }

    @Test
    void refusesALevelThereIsNot() {
        assertThatThrownBy(() -> open(FakeConfiguration.DEFAULTS.level(5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("org.ducksoup.stats logLevel is 5; allowed: 0 to 4");
    }

    @Test
    void warnsOnceWhenTheFileCannotBeOpened() throws IOException {
        Path occupied = Files.createFile(directory.resolve("occupied"));
        JsonEventLog log = open(
                FakeConfiguration.DEFAULTS.file(occupied.resolve("ducksoup.log").toString()));
        log.onEvent(STARTED);
        log.onEvent(STARTED);
        log.close();
        assertThat(lines(err)).hasSize(2).allMatch(line -> line.startsWith("DuckSoup: log file "));
        assertThat(lines(err).get(1)).endsWith("entries lost: 4");
    }

    /** Those who publish are threads of calls and of pages. */
    @Test
    void aDiskThatHangsStopsNeitherTheStandardOutputNorThosePublishing() throws Exception {
        HangingFile disk = new HangingFile();
        disk.hang();
        opener = disk::open;
        JsonEventLog log = open(FakeConfiguration.DEFAULTS.file("ducksoup.log").stdout());
        log.onEvent(STARTED);
        log.publish(new ServerEvent.NotFound(Samples.NOW, "/nothing", 0));
        log.modified(FakeConfiguration.DEFAULTS.file("ducksoup.log").stdout().level(4));
        assertThat(messages(lines(out))).containsExactly("app_started", "interaction_started", "not_found");
        assertThat(disk.written()).isEmpty();
        disk.answer();
        log.close();
        assertThat(messages(disk.written().lines().toList()))
                .containsExactly("app_started", "interaction_started", "not_found", "app_ended");
    }

    @Test
    void writesWhatNoTextCanHold() {
        JsonEventLog log = open(FakeConfiguration.DEFAULTS);
        log.onEvent(new InteractionEvent.ClientLogged(Samples.RUNNING, new ClientLog("ext_half", "\ud83d\u2028")));
        assertThat(lines(err)).hasSize(2);
        assertThat(lines(err).get(1)).contains("\"payload\":\"?\u2028\"");
    }
}
