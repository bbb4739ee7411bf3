package org.ducksoup.itest.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.ducksoup.api.media.Codec;
import org.ducksoup.itest.tool.FigureFile;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.recording.Stimulus;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.server.ProcessCost;
import org.ducksoup.testkit.server.ServerProcess;
import org.ducksoup.testkit.server.Trend;
import org.junit.jupiter.api.Test;

/**
 * Calls that go on for a long time: four interactions with effects, one of them recorded, a control in each every second, and a
 * participant who leaves and returns every half minute. What the server holds must not grow with time, nothing may be
 * in the log as an error, and no medium may be missed.
 *
 * <p>{@code DUCKSOUP_SOAK_MINUTES} says how long it takes, with everything.
 */
class SoakTest {
    private static final boolean LONG =
            !System.getProperty("ducksoup.excludedGroups", "long").contains("long");

    private static final Duration LENGTH = Duration.ofMinutes(
            Long.parseLong(System.getenv().getOrDefault("DUCKSOUP_SOAK_MINUTES", LONG ? "120" : "2")));

    /** From here on, slopes mean something: code is compiled, pools and caches are full. */
    private static final Duration STEADY = Duration.ofMinutes(60);

    /** The server needs a moment for its last files, and this test for the log. */
    private static final Duration FOR_THE_END = Duration.ofSeconds(8);

    private static final String LOG = "log/ducksoup.log";
    private static final int ROOMS = 4;
    private static final Duration LEAVE = Duration.ofSeconds(30);
    /** Servers allow 20 minutes, and what a room leaves behind is part of the soak. */
    private static final Duration RENEWAL = Duration.ofMinutes(10);

    /**
     * One quantity and its limits.
     *
     * <p>All readings of a run of two minutes lie within about one. The server still compiles code, loads classes and
     * starts threads of pools then. That is a slope of gigabytes an hour, and ends by itself. So a short run is allowed
     * more, and finds what each packet, control or return leaves behind. What trickles takes an hour to be seen.
     *
     * @param perHour what it may grow by in an hour
     * @param early what it may grow by in addition, from the first to the last reading of a short run
     */
    private record Limit(Trend trend, double perHour, double early) {
        double allowed() {
            return LENGTH.compareTo(STEADY) >= 0 ? perHour : early * 3600 / MEASURED.toSeconds() + perHour;
        }
    }

    private static final Duration WARM_UP = min(Duration.ofMinutes(10), LENGTH.dividedBy(3));
    private static final Duration MEASURED = LENGTH.minus(WARM_UP).minus(FOR_THE_END);
    private static final Duration INTERVAL = min(Duration.ofMinutes(1), MEASURED.dividedBy(10));

    private final Limit resident = new Limit(new Trend("resident memory, MB"), 40, 60);
    private final Limit heap = new Limit(new Trend("heap and classes after collection, MB"), 8, 15);
    private final Limit outside = new Limit(new Trend("native memory, MB"), 30, 60);
    private final Limit files = new Limit(new Trend("open files"), 3, 6);
    private final Limit threads = new Limit(new Trend("threads"), 3, 8);

    private final long beginNanos = System.nanoTime();
    private final List<SoakRoom> rooms = new ArrayList<>();
    private final List<String> missed = new ArrayList<>();
    private ServerProcess server;
    private HeadlessClients clients;
    private ParticipantOptions options;
    private int generation;
    private int controls;
    private int returns;

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    @Test
    void nothingGrowsIsMissedOrFails() throws Exception {
        Stimulus stimulus = Stimulus.make(Path.of("target/stimulus").toAbsolutePath());
        options = ParticipantOptions.of("soak", "nobody", 2)
                .sending(Codec.H264)
                .lasting(Duration.ofMinutes(20))
                .with("width", Stimulus.WIDTH)
                .with("height", Stimulus.HEIGHT)
                .with("frameRate", Stimulus.RATE)
                .with("audioFx", "pitch pitch=1.0 name=voice")
                .with("videoFx", "videobalance saturation=1.0 name=face")
                .playing(stimulus.clips(Codec.H264));
        List<String> errors = new ArrayList<>();
        int heeded;
        try (ServerProcess started = ServerProcess.of(Project.ASSEMBLY)
                        .with("DUCKSOUP_ICE_SERVERS", "false")
                        .with("DUCKSOUP_LOG_FILE", LOG)
                        // A port of its own: an error in the log that the usual one is taken would be another server's.
                        .withConsole()
                        // Every line of hours would stay in this JVM.
                        .with("DUCKSOUP_LOG_STDOUT", "false")
                        .start();
                HeadlessClients shared = HeadlessClients.open()) {
            server = started;
            clients = shared;
            enter();
            play();
            leave();
            assertThat(server.isAlive()).isTrue();
            errors.addAll(lines(LOG, "\"level\":\"error\""));
            errors.addAll(lines("karaf-data/log/karaf.log", "| ERROR |"));
            heeded = lines(LOG, "\"client_fx_control\"").size();
        }
        report(errors, heeded);
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - beginNanos);
    }

    private void enter() {
        generation++;
        for (int i = 0; i < ROOMS; i++) {
            String name = "soak-" + generation + "-" + i;
            ParticipantOptions both =
                    options.with("interactionName", name).with("recordingMode", i == 0 ? "muxed" : "none");
            rooms.add(new SoakRoom(
                    name, server, clients, both.with("userId", name + "-ann"), both.with("userId", name + "-bob")));
        }
    }

    private void leave() {
        for (SoakRoom room : rooms) {
            room.end();
            missed.addAll(room.missed());
        }
        rooms.clear();
    }

    /** Every second one step, until the time is over. */
    private void play() {
        Duration reading = WARM_UP;
        Duration leaving = elapsed().plus(LEAVE);
        Duration renewal = elapsed().plus(RENEWAL);
        for (int second = 0; elapsed().compareTo(LENGTH.minus(FOR_THE_END)) < 0; second++) {
            Duration next = elapsed().plusSeconds(1);
            await().pollInterval(Duration.ofMillis(20)).until(() -> isDue(next));
            rooms.forEach(SoakRoom::look);
            boolean whole = rooms.stream().allMatch(SoakRoom::isShared);
            if (whole && isDue(reading)) {
                read();
                reading = elapsed().plus(INTERVAL);
            } else if (whole && isDue(renewal)) {
                leave();
                enter();
                renewal = elapsed().plus(RENEWAL);
            } else if (whole && isDue(leaving)) {
                rooms.get(returns++ % ROOMS).leave();
                leaving = leaving.plus(LEAVE);
            }
            control(second);
        }
    }

    private boolean isDue(Duration moment) {
        return elapsed().compareTo(moment) > 0;
    }

    private void control(int second) {
        for (SoakRoom room : rooms) {
            room.control(second);
            controls++;
        }
    }

    private void read() {
        ProcessCost cost = server.cost();
        double used = cost.usedAfterCollection() / 1e6;
        // Memory that the C library's allocator keeps for later is no leftover.
        cost.jcmd("System.trim_native_heap");
        Duration at = elapsed();
        heap.trend.add(at, used);
        resident.trend.add(at, cost.residentBytes() / 1e6);
        outside.trend.add(at, cost.residentOutsideHeap() / 1e6);
        files.trend.add(at, cost.openFiles());
        threads.trend.add(at, cost.threads());
    }

    private List<String> lines(String log, String containing) throws IOException {
        try (Stream<String> lines = Files.lines(server.directory().resolve(log))) {
            return lines.filter(line -> line.contains(containing)).toList();
        }
    }

    private void report(List<String> errors, int heeded) {
        FigureFile figures = new FigureFile("soak");
        SoftAssertions softly = new SoftAssertions();
        System.out.printf(
                "a soak of %d minutes: %d controls, %d returns, %d rooms%n",
                LENGTH.toMinutes(), controls, returns, generation * ROOMS);
        for (Limit limit : List.of(resident, heap, outside, files, threads)) {
            System.out.printf(Locale.ROOT, "  %s; %.0f is allowed%n", limit.trend, limit.allowed());
            figures.put(limit.trend.quantity() + " an hour", limit.trend.perHour());
            softly.assertThat(limit.trend.perHour()).as("%s", limit.trend).isLessThanOrEqualTo(limit.allowed());
        }
        // Rooms that have just been entered have no effects to control yet.
        softly.assertThat(heeded).as("controls that the server has heeded").isBetween(controls * 4 / 5, controls);
        softly.assertThat(errors).as("errors in the log").isEmpty();
        softly.assertThat(missed).as("media that were missed").isEmpty();
        softly.assertAll();
    }
}
