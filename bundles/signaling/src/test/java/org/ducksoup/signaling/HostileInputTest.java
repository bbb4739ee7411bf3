package org.ducksoup.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.parts.VirtualTimer;
import org.junit.jupiter.api.Test;

/** 10 000 invalid frames, the same ones in every run. */
class HostileInputTest {
    private static final int FRAMES = 10_000;
    private static final List<String> GOOD = List.of(
            "{\"kind\":\"join\",\"payload\":\"{\\\"interactionName\\\":\\\"trial\\\",\\\"userId\\\":\\\"ann\\\",\\\"size\\\":1}\"}",
            "{\"kind\":\"client_answer\",\"payload\":\"{\\\"type\\\":\\\"answer\\\",\\\"sdp\\\":\\\"v=0\\\"}\"}",
            "{\"kind\":\"client_ice_candidate\",\"payload\":\"{\\\"candidate\\\":\\\"c\\\",\\\"sdpMLineIndex\\\":0}\"}",
            "{\"kind\":\"client_control\",\"payload\":\"{\\\"name\\\":\\\"fx\\\",\\\"property\\\":\\\"p\\\",\\\"value\\\":1.5}\"}",
            "{\"kind\":\"client_polycontrol\",\"payload\":\"{\\\"name\\\":\\\"fx\\\",\\\"property\\\":\\\"p\\\","
                    + "\\\"kind\\\":\\\"int\\\",\\\"value\\\":\\\"7\\\"}\"}",
            "{\"kind\":\"client_pli_received_count_updated\",\"payload\":\"3\"}",
            "{\"kind\":\"ext_event\",\"payload\":\"x\"}",
            "{\"kind\":\"stop\"}");
    private static final List<String> FRAGMENTS = List.of(
            "null",
            "true",
            "-1",
            "1e999",
            "99999999999999999999999999",
            "0.1",
            "NaN",
            "\"",
            "\\",
            "\\u0000",
            "\\ud800",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "{}",
            "[[[[[[[[[[[[[[[[[[[[",
            "\"kind\":\"join\",",
            "\\\"",
            "\u0000",
            "\ud83d",
            "名",
            "\u202e",
            "{\"a\":",
            "\"payload\":{},",
            "'",
            "//",
            "\r\n");

    private final Random random = new Random(20261122);
    private final VirtualTimer timer = new VirtualTimer();

    @Test
    void nothingThrowsAndTheOtherSocketGoesOn() {
        FakeInteractions quiet = new FakeInteractions();
        FakeSocket quietSocket = new FakeSocket();
        SignalingSession other = SignalingSession.open(quietSocket, environment(quiet));
        other.onText(GOOD.get(0));

        int closed = 0;
        boolean joinFirst = false;
        SignalingSession hostile = null;
        FakeSocket socket = null;
        for (int i = 0; i < FRAMES; i++) {
            if (socket == null || socket.closeCode != 0) {
                closed++;
                socket = new FakeSocket();
                hostile = SignalingSession.open(socket, environment(new FakeInteractions()));
                joinFirst = !joinFirst;
                if (joinFirst) {
                    hostile.onText(GOOD.get(0));
                }
            }
            String frame = malformed();
            SignalingSession heard = hostile;
            assertThatCode(() -> heard.onText(frame)).as(frame).doesNotThrowAnyException();
            if (socket.closeCode != 0) {
                assertThat(socket.closeCode).as(frame).isIn(1000, 1008);
                hostile.onClose(1006, "");
            }
        }

        assertThat(closed).as("sockets that were closed").isGreaterThan(100);
        other.onText("{\"kind\":\"ext_still\",\"payload\":\"here\"}");
        quiet.channel.send(new ServerMessage.Ending());
        assertThat(quiet.calls).last().isEqualTo("log ext_still here");
        assertThat(quietSocket.sent).containsExactly("{\"kind\":\"ending\"}");
        assertThat(quietSocket.closeCode).isZero();
        assertThat(timer.pending()).as("timers left behind").isLessThanOrEqualTo(1);
    }

    private SessionEnvironment environment(FakeInteractions interactions) {
        SignalingConfiguration configuration =
                Configurations.with(Map.of("maxMessagesPerSecond", 100_000, "messageBurst", 100_000));
        return new SessionEnvironment(
                () -> interactions,
                () -> null,
                false,
                interactions,
                Configurations.parser(configuration, timer),
                ConfiguredLimits.session(configuration),
                SessionEnvironment.refusals(timer),
                timer);
    }

    /** A valid frame that was cut, spliced, changed or enlarged, or noise. */
    private String malformed() {
        StringBuilder frame = new StringBuilder(GOOD.get(random.nextInt(GOOD.size())));
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(frame.length() + 1);
            switch (random.nextInt(7)) {
                case 0 -> frame.setLength(at);
                case 1 -> frame.insert(at, FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
                case 2 ->
                    frame.replace(
                            at, Math.min(frame.length(), at + 5), FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
                case 3 -> frame.insert(at, "x".repeat(random.nextInt(3000)));
                case 4 -> frame.insert(at, "[".repeat(random.nextInt(3000)));
                case 5 -> frame.insert(at, GOOD.get(random.nextInt(GOOD.size())));
                default -> frame.append(noise());
            }
        }
        return frame.toString();
    }

    private String noise() {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return new String(bytes, random.nextBoolean() ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
    }
}
