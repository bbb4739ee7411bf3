package org.ducksoup.itest.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.ducksoup.api.media.Codec;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.Tool;
import org.ducksoup.itest.tool.recording.EverySecond;
import org.ducksoup.itest.tool.recording.HangingDisk;
import org.ducksoup.itest.tool.recording.RecordedRun;
import org.ducksoup.itest.tool.recording.Stimulus;
import org.ducksoup.testkit.network.ImpairedUdp;
import org.ducksoup.testkit.network.Impairment;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.peer.HeadlessParticipant;
import org.ducksoup.testkit.peer.Milestone;
import org.ducksoup.testkit.peer.ParticipantOptions;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A recorded call under a mix of what happens to calls: loss, outages, reloads, a disk that hangs, a server that pauses,
 * another codec, a camera that is unplugged. Both voices have an effect; in the long run one of them keeps a time of its own.
 * After it every second of every participant is in a file, or in the manifest with its reason. Times are compared to some
 * milliseconds, those of the test's own peers too, so nothing else runs meanwhile.
 */
class EverySecondTest {
    /** The seconds of one {@link #round}, and some more. */
    private static final int ROUND = 62;

    /** A connection takes sixteen sources. Browsers keep their source when they change the codec; this peer takes another. */
    private static final int CODEC_CHANGES = 6;

    /** So many of the server's last lines explain a failure. */
    private static final int TOLD = 80;

    @TempDir
    Path directory;

    private HeadlessClients clients;
    private HangingDisk disk;
    private ServerProcess server;
    private ImpairedUdp network;
    private ParticipantOptions ann;
    private ParticipantOptions bob;
    private Codec annsCodec = Codec.VP8;
    private HeadlessParticipant annsPage;
    private HeadlessParticipant bobsPage;
    /** Another call on the same server, whose sound counts the time. */
    private HeadlessParticipant clock;

    /** Twice, so that the codec changes in both directions. */
    @Test
    void ofTwoMinutesIsAccountedFor() throws Exception {
        call(2, "volume volume=1.1");
    }

    @Test
    @Tag("long")
    void ofTenMinutesIsAccountedFor() throws Exception {
        call(12, "pitch pitch=0.8");
    }

    private void call(int rounds, String bobsEffect) throws Exception {
        clients = HeadlessClients.open();
        Stimulus stimulus = Stimulus.make(Path.of("target/stimulus").toAbsolutePath());
        disk = HangingDisk.mount(directory);
        try {
            server = ServerProcess.of(Project.ASSEMBLY)
                    .with("DUCKSOUP_ICE_SERVERS", "false")
                    .with("DUCKSOUP_MIN_FREE_MEBIBYTES", "1")
                    .with("DUCKSOUP_DATA_DIR", disk.path().toString())
                    // After an outage the voice has few bits for a while. A click of 20 ms lasts 130 ms then, or is too
                    // quiet.
                    .withFile("etc/org.ducksoup.sfu.cfg", "audioMinBitrate = 48000\n")
                    .start();
            network = new ImpairedUdp(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.udpPort()), 13);
            ann = participant("ann", ROUND * rounds, stimulus).with("audioFx", "volume volume=0.9");
            bob = participant("bob", ROUND * rounds, stimulus).with("audioFx", bobsEffect);
            ParticipantOptions timekeeper = ParticipantOptions.mirror("timekeeper", "me")
                    .with("recordingMode", "none")
                    .lasting(Duration.ofSeconds(ROUND * rounds + 30L));
            clock = clients.join(server.signaling(), timekeeper);
            clock.await(Milestone.START);
            annsPage = clients.join(server.signaling(), ann);
            bobsPage = clients.join(server.signaling(), bob);
            annsPage.await(Milestone.START);
            for (int i = 0; i < rounds; i++) {
                round(i < CODEC_CHANGES);
            }
            // A round takes a few seconds less.
            annsPage.await(Milestone.END, Duration.ofSeconds(30 + 6L * rounds));
            RecordedRun run = RecordedRun.of(disk.path(), "every-second");
            assertThat(EverySecond.unexplained(run, run.finalManifest())).isEmpty();
        } catch (AssertionError e) {
            List<String> said = server.output(line -> line.contains("every-second"));
            said.subList(Math.max(0, said.size() - TOLD), said.size()).forEach(System.out::println);
            System.out.printf("to the server %s%nto the clients %s%n", network.uplink(), network.downlink());
            throw e;
        } finally {
            close();
        }
    }

    private ParticipantOptions participant(String user, int seconds, Stimulus stimulus) {
        return ParticipantOptions.of("every-second", user, 2)
                .sending(Codec.VP8)
                .lasting(Duration.ofSeconds(seconds))
                .with("recordingMode", "muxed")
                .with("width", Stimulus.WIDTH)
                .with("height", Stimulus.HEIGHT)
                .with("frameRate", Stimulus.RATE)
                .playing(stimulus.sound(), stimulus.h264(), stimulus.vp8())
                .through(server.udpPort(), network.address().getPort());
    }

    private void pass(double seconds) {
        clock.hear(Duration.ofMillis(Math.round(seconds * 1e3)));
    }

    private void round(boolean changesCodec) throws Exception {
        pass(6);
        network.impair(Impairment.NONE.losing(0.03).jittering(Duration.ofMillis(20)));
        pass(6);
        network.impair(Impairment.NONE.cutOff());
        pass(1);
        network.impair(Impairment.NONE);
        pass(5);
        bobsPage.close();
        bobsPage = clients.join(server.signaling(), bob);
        bobsPage.await(Milestone.START);
        pass(6);
        disk.freeze();
        pass(3);
        disk.thaw();
        pass(4);
        network.impair(Impairment.NONE.cutOff());
        pass(4);
        network.impair(Impairment.NONE);
        pass(5);
        if (changesCodec) {
            annsPage.sendVideoAs(annsCodec = annsCodec == Codec.VP8 ? Codec.H264 : Codec.VP8);
        }
        pass(5);
        annsPage.loseCamera();
        pass(2);
        annsPage.takeCameraAgain(annsCodec);
        pass(4);
        signal("-STOP");
        // Nothing happens that could be waited for: the clock stands still, too.
        Tool.text("sleep", "1.5");
        signal("-CONT");
        pass(5);
    }

    private void signal(String name) throws Exception {
        Tool.text("kill", name, Long.toString(server.pid()));
    }

    private void close() throws Exception {
        if (annsPage != null) {
            annsPage.close();
            bobsPage.close();
            clock.close();
        }
        if (server != null) {
            server.close();
        }
        if (network != null) {
            network.close();
        }
        disk.close();
        clients.close();
    }
}
