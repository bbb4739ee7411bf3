package org.ducksoup.itest.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.itest.tool.FigureFile;
import org.ducksoup.itest.tool.Pauses;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.server.ProcessCost;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Parts are replaced again and again, as during a term of studies without a restart. */
@Tag("long")
class ManyExchangesTest {
    private static final int SWAPS = Integer.getInteger("ducksoup.swaps", 100);
    private static final int UPDATES = Integer.getInteger("ducksoup.updates", 50);
    private static final List<String> BUNDLES = List.of(
            "settings",
            "congestion",
            "stats",
            "webhooks",
            "plan",
            "recording",
            "gstreamer",
            "transport",
            "sfu",
            "signaling",
            "web",
            "shell",
            "front");

    private static final FigureFile FIGURES = new FigureFile("many-exchanges");

    private static ServerProcess server;
    private static HeadlessClients clients;

    @BeforeAll
    static void start() {
        server = ServerProcess.of(Project.ASSEMBLY)
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .withConsole()
                .start();
        clients = HeadlessClients.open();
    }

    @AfterAll
    static void stop() {
        clients.close();
        server.close();
    }

    /** One console session for all of them: each needs a process of its own otherwise. */
    private static void run(int times, String... commands) throws Exception {
        server.console((String.join("\n", commands) + "\n").repeat(times).strip());
    }

    @Test
    void aHundredSwapsOfAnEstimatorAndOfStatsDisturbNobody() throws Exception {
        ParticipantOptions options = ParticipantOptions.mirror("swaps", "me")
                .with("recordingMode", "none")
                .lasting(Duration.ofMinutes(10));
        try (HeadlessParticipant me = clients.join(server.signaling(), options)) {
            me.await(Milestone.FIRST_KEY_FRAME);
            me.hear(Duration.ofSeconds(1));
            Pauses pauses = new Pauses(me);
            run(
                    SWAPS,
                    "bundle:stop org.ducksoup.congestion",
                    "bundle:start org.ducksoup.congestion",
                    "bundle:stop org.ducksoup.stats",
                    "bundle:start org.ducksoup.stats");
            me.hear(Duration.ofSeconds(2));
            for (MediaKind kind : MediaKind.values()) {
                long longest = pauses.take(kind).toMillis();
                System.out.printf("%d swaps: longest pause of %s %d ms%n", SWAPS, kind, longest);
                FIGURES.put(SWAPS + " swaps, longest pause of " + kind.token() + ", ms", longest);
                assertThat(longest).isLessThan(300);
            }
            assertThat(me.lost()).isZero();
            assertThat(me.hasReached(Milestone.END)).isFalse();
            me.stop();
        }
    }

    /** What the process holds, after a garbage collection. Class loaders stand for the metaspace, too. */
    private record Footprint(long classLoaders, long heapMebibytes, long threads, long descriptors) {
        static Footprint of(ProcessCost cost) {
            cost.jcmd("GC.run");
            cost.jcmd("GC.run");
            Matcher loaders = Pattern.compile("Total = (\\d+)").matcher(cost.jcmd("VM.classloader_stats"));
            return new Footprint(
                    loaders.find() ? Long.parseLong(loaders.group(1)) : -1,
                    cost.usedHeap() >> 20,
                    cost.threads(),
                    cost.openFiles());
        }
    }

    @Test
    void fiftyUpdatesOfEveryBundleLeaveNothingBehind() throws Exception {
        String[] updates = BUNDLES.stream().map(ManyExchangesTest::update).toArray(String[]::new);
        run(2, updates);
        call("before");
        Footprint before = Footprint.of(server.cost());
        run(UPDATES, updates);
        call("after");
        // Idle threads end after a minute, and keep the classes of their bundle until then.
        Footprint after = await("everything is given back")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(10))
                .until(() -> Footprint.of(server.cost()), footprint -> isWithin(before, footprint));
        System.out.printf("%d updates of %d bundles: %s before, %s after%n", UPDATES, BUNDLES.size(), before, after);
        FIGURES.put("class loaders more", after.classLoaders - before.classLoaders)
                .put("heap more, MiB", after.heapMebibytes - before.heapMebibytes)
                .put("threads more", after.threads - before.threads)
                .put("descriptors more", after.descriptors - before.descriptors);
    }

    private static boolean isWithin(Footprint before, Footprint now) {
        Map<String, Integer> copies = copies(server.cost());
        System.out.println("  " + now + ", copies of classes: " + copies);
        copies.remove("parts"); // each bundle has its own
        return copies.values().stream().allMatch(versions -> versions <= 2)
                && now.classLoaders - before.classLoaders < 10
                && now.heapMebibytes - before.heapMebibytes < 30
                && now.threads - before.threads < 10
                && now.descriptors - before.descriptors < 20;
    }

    /** How many versions of each bundle are in memory, where there is more than one. */
    private static Map<String, Integer> copies(ProcessCost cost) {
        Map<String, Integer> byClass = new HashMap<>();
        Map<String, Integer> byBundle = new TreeMap<>();
        Matcher classes = Pattern.compile("(org\\.ducksoup\\.(\\w+)[\\w.$]*)(?: |$)", Pattern.MULTILINE)
                .matcher(cost.jcmd("GC.class_histogram"));
        while (classes.find()) {
            int copies = byClass.merge(classes.group(1), 1, Integer::sum);
            if (copies > 1) {
                byBundle.merge(classes.group(2), copies, Math::max);
            }
        }
        return byBundle;
    }

    private static String update(String bundle) {
        Path module =
                bundle.equals("front") ? Project.ROOT.resolve("front") : Project.ROOT.resolve("bundles/" + bundle);
        return "bundle:update org.ducksoup." + bundle + " file:"
                + module.resolve("target/org.ducksoup." + bundle + "-1.0.0-SNAPSHOT.jar")
                        .toAbsolutePath();
    }

    private static void call(String interaction) {
        ParticipantOptions options = ParticipantOptions.mirror(interaction, "me")
                .with("audioFx", "volume")
                .lasting(Duration.ofSeconds(5));
        try (HeadlessParticipant me = PartsExchangedTest.joinWhenReady(server, clients, options)) {
            me.await(Milestone.END);
        }
    }
}
