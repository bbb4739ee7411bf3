package org.ducksoup.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ducksoup.api.media.Codec;
import org.ducksoup.bench.load.Clips;
import org.ducksoup.bench.load.Crowd;
import org.ducksoup.bench.load.Figures;
import org.ducksoup.bench.load.LoadFailure;
import org.ducksoup.bench.load.Scene;
import org.ducksoup.bench.load.Seat;
import org.ducksoup.bench.report.Report;
import org.ducksoup.bench.report.Row;
import org.ducksoup.bench.server.MeasuredServer;
import org.ducksoup.bench.server.RemoteServer;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Measures a server under a load of participants without browsers, which speak the real protocol over real ICE, DTLS
 * and SRTP.
 */
@Command(
        name = "./ducksoup bench",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "Measures this server under a load of participants without browsers, alone or in alternation"
                + " with others. The report is printed, and is in target/bench as text, JSON and SVG.",
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "0:measured",
            "1:measured, and a line of --must is not met",
            "2:no figures: a wrong option, a server that is not there or does not start, a participant who does not get in,"
                    + " or this side could not send what it should"
        })
public final class Bench implements Callable<Integer> {
    /** A server that wakes a sleeping processor with each packet pays for that, several times what sending costs. */
    private static final Duration NAP = Duration.ofNanos(200_000);

    private static final int NOT_MET = 1;
    private static final int NO_FIGURES = 2;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--interactions", paramLabel = "N", defaultValue = "8", description = "interactions at a time (8)")
    private int interactions;

    @Option(names = "--size", paramLabel = "K", defaultValue = "2", description = "participants of each (2)")
    private int size;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "20", description = "measured after the joins (20)")
    private int seconds;

    @Option(
            names = "--stagger",
            paramLabel = "MS",
            defaultValue = "100",
            description = "milliseconds from one join to the next; 0 for all at once (100)")
    private int stagger;

    @Option(names = "--rounds", paramLabel = "R", defaultValue = "1", description = "each server so many times (1)")
    private int rounds;

    @Option(
            names = "--settle",
            paramLabel = "S",
            defaultValue = "8",
            description = "seconds from the last join to the measurement (8)")
    private int settle;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            defaultValue = "30",
            description = "seconds of a small load before, so that the compiler has seen every packet's way (30)")
    private int warmUp;

    @Option(
            names = "--media",
            paramLabel = "synthetic|vp8|h264",
            defaultValue = "synthetic",
            description =
                    "150 packets/s of each participant with times in them, or real pictures and sound, which ffmpeg"
                            + " makes once (synthetic)")
    private String media = "";

    @Option(
            names = "--effect",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "effect on the picture (needs --media h264 or vp8)")
    private String effect = "";

    @Option(
            names = "--voice-effect",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "effect on the sound (needs --media h264 or vp8)")
    private String voiceEffect = "";

    @Option(names = "--recording", paramLabel = "MODE", defaultValue = "none", description = "recording mode (none)")
    private String recording = "";

    @Option(
            names = "--url",
            paramLabel = "WS",
            description = "a server that runs already, such as ws://localhost:8100/ws")
    private @Nullable URI url;

    @Option(
            names = "--origin",
            paramLabel = "ORIGIN",
            defaultValue = "",
            description = "that this server allows (http:// and the host of --url)")
    private String origin = "";

    @Option(
            names = "--pid",
            paramLabel = "PID",
            defaultValue = "0",
            description =
                    "of the server at --url, if it is on this machine: without it, nothing is known of what it uses")
    private long pid;

    @Option(
            names = "--peer",
            paramLabel = "janus|galene",
            description = "beside this server, in alternation with it (synthetic packets only)")
    private @Nullable String peer;

    @Option(
            names = "--baseline",
            paramLabel = "DIR",
            description = "an unpacked distribution of another version, in alternation with this one")
    private @Nullable Path baseline;

    @Option(
            names = "--server-cores",
            paramLabel = "N",
            defaultValue = "1",
            description = "processors of the server; this side has the others if there are any (1)")
    private int serverCores;

    @Option(names = "--java", paramLabel = "OPTION", description = "for the JVM of this server; may be repeated")
    private List<String> javaOptions = new ArrayList<>();

    @Option(
            names = "--profile",
            paramLabel = "time|joins|alloc",
            arity = "0..1",
            fallbackValue = "time",
            description = "writes a flame graph of the server, profile.html: of processor time under the load (time) or"
                    + " while they join (joins), or of the bytes allocated under the load (alloc)")
    private Profile.@Nullable Of profile;

    @Option(
            names = "--must",
            arity = "0..1",
            split = ",",
            fallbackValue = "janus,baseline,starts,joins,pauses,memory,growth,effect",
            paramLabel = "PART",
            description =
                    "the table of what this server must reach, in half an hour; or parts of it: ${COMPLETION-CANDIDATES}")
    private Set<MustTable.Part> must = EnumSet.noneOf(MustTable.Part.class);

    @Option(
            names = "--micro",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "PATTERN",
            description =
                    "in place of a load: steps of a packet's way, each alone, with the bytes it allocates; those with"
                            + " such a name (--micro srtp), or all of them in two minutes")
    private @Nullable String micro;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "10",
            description = "of --must: for which pauses are measured, and after which memory has to be given back (10)")
    private int minutes;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "target/bench",
            description = "for the report (target/bench)")
    private Path out = Path.of("");

    @Option(names = "--distribution", paramLabel = "DIR", required = true, hidden = true)
    private Path distribution = Path.of("");

    private final int cores = Runtime.getRuntime().availableProcessors();

    public static void main(String[] arguments) {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        // The ICE library tells of each change of each of hundreds of sessions.
        Logger.getLogger("").setLevel(Level.SEVERE);
        CommandLine line = new CommandLine(new Bench());
        line.setParameterExceptionHandler((wrong, given) -> {
            System.err.println("ducksoup bench: " + wrong.getMessage() + " (./ducksoup bench --help)");
            return NO_FIGURES;
        });
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        try {
            check();
            if (micro != null) {
                Steps.measure(micro, commandLine(), out);
                return 0;
            }
        } catch (LoadFailure e) {
            return noFigures(e);
        }
        try (HeadlessClients clients = HeadlessClients.open(Addresses.own(), NAP)) {
            Report report = new Report(commandLine(), Machine.describe());
            Stage stage = new Stage(clients, Addresses.own(), distribution, baseline, cores, javaOptions);
            if (!must.isEmpty()) {
                new MustTable(stage, minutes, report).run(EnumSet.copyOf(must));
            } else {
                measure(stage, report);
            }
            report.write(out);
            System.out.println(report.text());
            System.out.println("The report is in " + out + ".");
            return report.lines().stream().allMatch(line -> line.isMet()) ? 0 : NOT_MET;
        } catch (LoadFailure e) {
            return noFigures(e);
        }
    }

    private static int noFigures(LoadFailure why) {
        System.err.println("ducksoup bench: " + why.sentence());
        return NO_FIGURES;
    }

    /** As it was given, so that it can be given again. */
    private String commandLine() {
        List<String> words = spec.commandLine().getParseResult().originalArgs();
        StringBuilder line = new StringBuilder("./ducksoup bench");
        for (int i = 2; i < words.size(); i++) {
            String word = words.get(i);
            line.append(' ').append(word.matches("[A-Za-z0-9_./:=-]+") ? word : "'" + word + "'");
        }
        return line.toString();
    }

    private void check() throws LoadFailure {
        atLeast("--interactions", interactions, 1);
        atLeast("--size", size, 1);
        atLeast("--seconds", seconds, 1);
        atLeast("--stagger", stagger, 0);
        atLeast("--rounds", rounds, 1);
        atLeast("--server-cores", serverCores, 1);
        atLeast("--minutes", minutes, 1);
        atLeast("--warm-up", warmUp, 0);
        atLeast("--settle", settle, 0);
        if (!List.of("synthetic", "vp8", "h264").contains(media)) {
            throw new LoadFailure("--media is synthetic, vp8 or h264, not " + media + ".");
        }
        if (peer != null && !List.of("janus", "galene").contains(peer)) {
            throw new LoadFailure("--peer is janus or galene, not " + peer + ".");
        }
        if (peer != null) {
            refuseWithPeer("--media " + media, !media.equals("synthetic"));
            refuseWithPeer("--effect", !effect.isEmpty());
            refuseWithPeer("--voice-effect", !voiceEffect.isEmpty());
        }
        if (media.equals("synthetic")) {
            refuseEffect("--effect", effect, "pictures");
            refuseEffect("--voice-effect", voiceEffect, "a real voice");
        }
        if (url != null && (baseline != null || profile != null || !must.isEmpty())) {
            throw new LoadFailure(
                    "--url measures a server that runs already: --baseline, --profile and --must start their own.");
        }
        if (url != null && !List.of("ws", "wss").contains(String.valueOf(url.getScheme()))) {
            throw new LoadFailure("--url begins with ws:// or wss://, as in ws://localhost:8100/ws, not " + url + ".");
        }
    }

    /** Callers of other servers send synthetic packets whatever this server gets, so the rows would compare two loads. */
    private void refuseWithPeer(String option, boolean given) throws LoadFailure {
        if (given) {
            throw new LoadFailure("--peer " + peer + " gets synthetic packets only, so " + option
                    + " would load this server alone: leave out one of the two.");
        }
    }

    /** Nothing can decode synthetic packets, so no effect could change them, and its cost would be in no figure. */
    private static void refuseEffect(String option, String text, String need) throws LoadFailure {
        if (!text.isEmpty()) {
            throw new LoadFailure(option + " needs " + need + ": --media h264 or --media vp8.");
        }
    }

    private static void atLeast(String option, int value, int least) throws LoadFailure {
        if (value < least) {
            throw new LoadFailure(option + " is " + least + " or more, not " + value + ".");
        }
    }

    private void measure(Stage stage, Report report) throws LoadFailure, IOException {
        Codec video = media.equals("h264") ? Codec.H264 : Codec.VP8;
        Seat.Media sent = new Seat.Media(
                video,
                media.equals("synthetic") ? List.of() : Clips.of(video, out.resolve("media")),
                effect,
                voiceEffect,
                recording,
                false);
        Crowd crowd = new Crowd(
                interactions,
                size,
                Duration.ofMillis(stagger),
                Duration.ofSeconds(settle),
                Duration.ofSeconds(seconds),
                sent);
        List<MeasuredServer> servers = new ArrayList<>();
        try {
            start(servers, stage);
            for (MeasuredServer server : warmUp > 0 ? servers : List.<MeasuredServer>of()) {
                stage.warmUp(server, sent, Duration.ofSeconds(warmUp));
            }
            for (int round = 1; round <= rounds; round++) {
                for (MeasuredServer server : servers) {
                    System.err.println(server.name() + ", round " + round + "…");
                    Figures figures = new Scene(server, crowd, stage.clients().media())
                            .run(profile == null ? Scene.Watch.NOBODY : Profile.of(server, out, profile));
                    report.add(new Row(server.name(), round, crowd, figures));
                }
            }
        } finally {
            servers.forEach(MeasuredServer::close);
        }
    }

    private void start(List<MeasuredServer> servers, Stage stage) throws LoadFailure {
        if (url == null) {
            servers.add(stage.own(serverCores));
        } else {
            String allowed = origin.isEmpty()
                    ? url.toString().replaceFirst("^ws", "http").replaceFirst("(?<=[^/:])/.*", "")
                    : origin;
            stage.pin(0);
            servers.add(new RemoteServer(url, allowed, pid, stage.clients()));
        }
        if (baseline != null) {
            servers.add(stage.other(baseline, serverCores));
        }
        if (peer != null) {
            int peerCores = url == null ? serverCores : 0;
            servers.add(peer.equals("galene") ? stage.galene(peerCores) : stage.janus(peerCores));
        }
    }
}
