package org.ducksoup.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.SignalingIgnored;
import org.ducksoup.api.interaction.InteractionEvent.WebSocketUpgraded;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.ServerMessage;
import org.ducksoup.api.interaction.ServerMessage.Refusal;
import org.ducksoup.parts.VirtualTimer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalingSessionTest {
    private static final String JOIN =
            "{\"kind\":\"join\",\"payload\":\"{\\\"interactionName\\\":\\\"trial\\\",\\\"userId\\\":\\\"ann\\\"}\"}";
    private static final String LOG = "{\"kind\":\"client_message\",\"payload\":\"hello\"}";

    private final VirtualTimer timer = new VirtualTimer();
    private final FakeInteractions interactions = new FakeInteractions();
    private boolean present = true;
    private final FakeSocket socket = new FakeSocket();
    private final SignalingSession session = SignalingSession.open(socket, environment(Map.of()));

    private SessionEnvironment environment(Map<String, Object> values) {
        SignalingConfiguration configuration = Configurations.with(values);
        return new SessionEnvironment(
                () -> present ? interactions : null,
                () -> null,
                false,
                interactions,
                Configurations.parser(configuration, timer),
                ConfiguredLimits.session(configuration),
                SessionEnvironment.refusals(timer),
                timer);
    }

    private void joined() {
        session.onText(JOIN);
        interactions.calls.clear();
        interactions.events.clear();
    }

    private void log(int bytes) {
        session.onText("{\"kind\":\"ext_x\",\"payload\":\"" + "A".repeat(bytes) + "\"}");
    }

    /** Three such pages used up the server's memory within seconds, and later the disk of the recordings. */
    @Test
    void aClientThatLogsTooMuchIsCutShortAndItsCallGoesOn() {
        joined();
        for (int i = 0; i < 100; i++) {
            timer.pass(Duration.ofMillis(10));
            log(60_000);
        }
        long kept = interactions.calls.stream()
                .filter(call -> call.startsWith("log"))
                .count();
        assertThat(kept).as("a burst of 256 KiB, and 16 KiB a second").isBetween(4L, 5L);
        assertThat(interactions.events)
                .filteredOn(InteractionEvent.SignalingIgnored.class::isInstance)
                .as("mentioned once in ten seconds")
                .singleElement()
                .asString()
                .contains("maxLogBytesPerSecond");
        assertThat(socket.closeCode).isZero();
        timer.pass(Duration.ofSeconds(10));
        int before = interactions.calls.size();
        log(100);
        assertThat(interactions.calls).hasSize(before + 1);
    }

    /** What goes into manifests has the bound of log lines, and one that is none is dropped by name. */
    @Test
    void reportsOfDevicesAreBoundedAndChecked() {
        joined();
        StringBuilder settings = new StringBuilder("\\\"a\\\":0");
        for (int i = 0; i < 30; i++) {
            settings.append(",\\\"a")
                    .append(i)
                    .append("\\\":\\\"")
                    .append("x".repeat(190))
                    .append("\\\"");
        }
        for (int i = 0; i < 100; i++) {
            timer.pass(Duration.ofMillis(25));
            session.onText(report("{\\\"type\\\":\\\"video\\\",\\\"settings\\\":{" + settings + "}}"));
        }
        assertThat(interactions.calls).allMatch(call -> call.startsWith("report TrackSettings"));
        assertThat(interactions.calls.size())
                .as("256 KiB at once, and 16 KiB a second, of about 5800 bytes each")
                .isBetween(45, 60);
        assertThat(interactions.events).singleElement().asString().contains("maxLogBytesPerSecond");
        interactions.events.clear();
        session.onText(report("{\\\"type\\\":\\\"smell\\\",\\\"settings\\\":{}}"));
        assertThat(interactions.events)
                .singleElement()
                .asString()
                .contains("SignalingIgnored", "client_track_settings", "type is", "smell");
        assertThat(socket.closeCode).isZero();
    }

    /** Marks go where log lines go, so both have one bound. */
    @Test
    void marksAreBoundedWithTheLog() {
        joined();
        String mark = "{\"kind\":\"mark\",\"payload\":\"{\\\"name\\\":\\\"go\\\",\\\"data\\\":\\\"" + "x".repeat(996)
                + "\\\"}\"}";
        for (int i = 0; i < 400; i++) {
            timer.pass(Duration.ofMillis(10));
            session.onText(mark);
        }
        assertThat(interactions.calls).allMatch(call -> call.startsWith("mark go xxx"));
        assertThat(interactions.calls.size())
                .as("256 KiB at once, and 16 KiB a second, of about 1000 bytes each")
                .isBetween(300, 340);
        assertThat(interactions.events)
                .singleElement()
                .asString()
                .contains("SignalingIgnored", "mark", "maxLogBytesPerSecond");
        assertThat(socket.closeCode).isZero();
        int before = interactions.calls.size();
        log(2_000);
        assertThat(interactions.calls).hasSize(before);
    }

    @Test
    void aMarkThatIsNoneIsDroppedByName() {
        joined();
        session.onText("{\"kind\":\"mark\",\"payload\":\"{}\"}");
        assertThat(interactions.calls).isEmpty();
        assertThat(interactions.events)
                .singleElement()
                .asString()
                .contains("SignalingIgnored", "mark", "name is missing; required: text of 1 to 100 characters");
    }

    private static String report(String payload) {
        return "{\"kind\":\"client_track_settings\",\"payload\":\"" + payload + "\"}";
    }

    @Test
    void waitsForTheJoinOnlySoLong() {
        timer.pass(Duration.ofMillis(9_999));
        assertThat(socket.closeCode).isZero();
        timer.pass(Duration.ofMillis(1));
        assertThat(socket.sent.getFirst())
                .startsWith("{\"kind\":\"error-join\",\"payload\":{\"reason\"")
                .contains("no join within 10 s");
        assertThat(socket.closeCode).isEqualTo(1008);

        session.onText(JOIN);
        session.onClose(1008, "");
        assertThat(interactions.calls).isEmpty();
    }

    @Test
    void forgetsTheTimeoutOnceJoinedOrGone() {
        session.onText(JOIN);
        assertThat(timer.pending()).isZero();
        SignalingSession second = SignalingSession.open(new FakeSocket(), environment(Map.of()));
        assertThat(timer.pending()).isOne();
        second.onClose(1006, "");
        assertThat(timer.pending()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"kind\":\"stop\"} | the first message is not join",
                "{\"kind\":\"hello\"} | it is not of this protocol",
                "nonsense | frame is not JSON",
                "{\"kind\":\"client_answer\"} | payload is missing"
            })
    void refusesAnyOtherFirstMessage(String frame, String message) {
        session.onText(frame);
        assertThat(socket.sent).hasSize(1);
        assertThat(socket.sent.getFirst())
                .startsWith("{\"kind\":\"error-join\"")
                .contains(message);
        assertThat(socket.closeCode).isEqualTo(1008);
        assertThat(timer.pending()).isZero();
    }

    @Test
    void refusesABadJoinWithAReason() {
        session.onText("{\"kind\":\"join\",\"payload\":\"{\\\"userId\\\":\\\"ann\\\"}\"}");
        assertThat(socket.sent.getFirst())
                .contains("\"key\":\"interactionName\"")
                .contains("missing; required: text");
        assertThat(socket.closeCode).isEqualTo(1000);
        assertThat(interactions.calls).isEmpty();
    }

    /** Operators look for this event in the log, and may have an alarm for it. */
    @Test
    void aRefusedJoinIsTold() {
        session.onText(
                "{\"kind\":\"join\",\"payload\":\"{\\\"interactionName\\\":\\\"trial\\\",\\\"userId\\\":\\\"ann\\\","
                        + "\\\"width\\\":1}\"}");
        InteractionEvent.JoinRefused event = (InteractionEvent.JoinRefused) interactions.events.getFirst();
        assertThat(event.scope().key()).isEqualTo(new InteractionKey("https://lab.example", "default", "trial"));
        assertThat(event.scope().userId()).isEqualTo("ann");
        assertThat(event.scope().at()).isEqualTo(timer.instant());
        assertThat(event.refusal().refusal()).isEqualTo(Refusal.JOIN);
        assertThat(event.refusal().reason().key()).isEqualTo("width");
        assertThat(interactions.events).hasSize(1);
    }

    @Test
    void whatCannotBeReadIsToldWithoutNames() {
        session.onText("nonsense");
        InteractionEvent.JoinRefused event = (InteractionEvent.JoinRefused) interactions.events.getFirst();
        assertThat(event.scope().key().name()).isEmpty();
        assertThat(event.scope().userId()).isNull();
        assertThat(event.refusal().reason().message()).contains("frame is not JSON");
    }

    @Test
    void aFloodOfRefusedJoinsIsToldInPart() {
        SessionEnvironment shared = environment(Map.of());
        for (int i = 0; i < 1000; i++) {
            SignalingSession.open(new FakeSocket(), shared).onText("nonsense");
        }
        assertThat(interactions.events).hasSize(SessionEnvironment.REFUSALS_PER_SECOND);
        timer.pass(Duration.ofSeconds(1));
        SignalingSession.open(new FakeSocket(), shared).onText("nonsense");
        assertThat(interactions.events).hasSize(SessionEnvironment.REFUSALS_PER_SECOND + 1);
    }

    @Test
    void saysWhereAParticipantComesFrom() {
        socket.query.put("href", "https://lab.example/trial?p=1");
        session.onText(JOIN);
        WebSocketUpgraded event = (WebSocketUpgraded) interactions.events.getFirst();
        assertThat(event.pageUrl()).isEqualTo("https://lab.example/trial?p=1");
        assertThat(event.remoteAddress()).isEqualTo("192.0.2.7:50000");
        assertThat(event.scope().key().name()).isEqualTo("trial");
        assertThat(event.scope().at()).isEqualTo(timer.instant());
    }

    @Test
    void aJoinTokenInTheAddressOfThePageIsNotTold() {
        socket.query.put("href", "https://lab.example/trial?Token=eyJ.a.b&p=1#token=eyJ&mytoken=2");
        session.onText(JOIN);
        WebSocketUpgraded event = (WebSocketUpgraded) interactions.events.getFirst();
        assertThat(event.pageUrl()).isEqualTo("https://lab.example/trial?Token=***&p=1#token=***&mytoken=2");
    }

    @Test
    void ignoresAFewMessagesWithoutSense() {
        joined();
        for (int i = 0; i < 49; i++) {
            session.onText(i % 2 == 0 ? "{" : "{\"kind\":\"hello\"}");
        }
        session.onText(LOG);
        assertThat(socket.closeCode).isZero();
        assertThat(interactions.calls).containsExactly("log client_message hello");
        assertThat(interactions.events).hasSize(49).allMatch(SignalingIgnored.class::isInstance);

        session.onText("{");
        assertThat(socket.closeCode).isEqualTo(1008);
        session.onText(LOG);
        session.onClose(1008, "");
        assertThat(interactions.calls).containsExactly("log client_message hello", "channelClosed");
    }

    @Test
    void tellsOfASecondJoinAndGoesOn() {
        joined();
        session.onText(JOIN);
        assertThat(interactions.calls).isEmpty();
        SignalingIgnored event = (SignalingIgnored) interactions.events.getFirst();
        assertThat(event.kind()).isEqualTo("join");
        assertThat(event.reason()).isEqualTo("joined already");
    }

    @Test
    void limitsTheRate() {
        joined();
        for (int i = 0; i < 399; i++) {
            session.onText(LOG);
        }
        assertThat(interactions.calls).hasSize(399);
        session.onText(LOG);
        assertThat(interactions.calls).hasSize(399);
        assertThat(interactions.events).hasSize(1);
        timer.pass(Duration.ofSeconds(1));
        session.onText(LOG);
        assertThat(interactions.calls).hasSize(400);
        for (int i = 0; i < 300; i++) {
            session.onText(LOG);
        }
        assertThat(socket.closeCode).isEqualTo(1008);
    }

    @Test
    void closesAfterARefusalAndSaysNothingMore() {
        joined();
        interactions.channel.send(new ServerMessage.Refused(Refusal.FULL, null));
        interactions.channel.send(new ServerMessage.Ending());
        interactions.channel.close();
        assertThat(socket.sent).containsExactly("{\"kind\":\"error-full\"}");
        assertThat(socket.closeCode).isEqualTo(1000);
    }

    @Test
    void aBugInJoiningIsToldToTheClientAndToNobodyElse() {
        interactions.broken = true;
        session.onText(JOIN);
        assertThat(socket.sent).containsExactly("{\"kind\":\"error-peer-connection\"}");
        assertThat(socket.closeCode).isEqualTo(1011);
        session.onClose(1011, "");
    }

    @Test
    void asksTheSocketWhetherTheClientIsThere() {
        joined();
        assertThat(interactions.channel.isAlive(Duration.ofSeconds(1)).toCompletableFuture())
                .isCompletedWithValue(true);
    }

    /** A page that goes closes its socket with 1001 or none, but so do proxies; a broken network and a replaced bundle are no wish of it. */
    @ParameterizedTest
    @CsvSource({
        "1000, channelClosed",
        "1001, channelGoingAway",
        "1005, channelClosed",
        "1009, channelClosed",
        "1006, channelLost",
        "1012, channelLost",
        "1013, channelLost"
    })
    void tellsALossFromAFarewell(int code, String call) {
        joined();
        session.onClose(code, "");
        assertThat(interactions.calls).containsExactly(call);
    }

    @Test
    void asksToComeAgainWhileInteractionsAreReplaced() {
        present = false;
        session.onText(JOIN);
        assertThat(socket.sent)
                .singleElement()
                .asString()
                .contains("error-peer-connection", "\"starting\"", "try again");
        assertThat(socket.closeCode).isEqualTo(1012);
    }

    @Test
    void theClosedSocketIsToldOnce() {
        joined();
        session.onClose(1001, "going away");
        session.onClose(1001, "going away");
        assertThat(interactions.calls).containsExactly("channelGoingAway");
    }
}
