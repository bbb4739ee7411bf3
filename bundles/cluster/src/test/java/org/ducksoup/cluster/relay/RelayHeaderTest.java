package org.ducksoup.cluster.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.ducksoup.api.cluster.RelayedClients.RelayedClient;
import org.ducksoup.cluster.member.Seal;
import org.ducksoup.parts.VirtualTimer;
import org.junit.jupiter.api.Test;

/** Whom a server believes that it passes a client on. */
class RelayHeaderTest {
    private final VirtualTimer timer = new VirtualTimer();
    private final Seal seal = new Seal("the secret", "relay");
    private final RelayHeader from = new RelayHeader("a:1", seal, timer);
    private final RelayHeader to = new RelayHeader("b:1", seal, timer);

    private String header() {
        return from.write("b:1", "https://lab.example", "192.0.2.1:5", 2);
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theClientIsAsTheFirstServerSawIt() {
        assertThat(to.check(header())).contains(new RelayedClient("https://lab.example", "192.0.2.1:5", "a:1", 2));
    }

    @Test
    void aHeaderIsGoodOnce() {
        String header = header();
        assertThat(to.check(header)).isPresent();
        timer.pass(Duration.ofSeconds(30));
        assertThat(to.check(header)).isEmpty();
        assertThat(to.check(header())).as("the next one").isPresent();
    }

    @Test
    void aHeaderIsGoodForAMinute() {
        String late = header();
        timer.pass(Duration.ofSeconds(60));
        assertThat(to.check(late)).isPresent();
        String later = header();
        timer.pass(Duration.ofMillis(60_001));
        assertThat(to.check(later)).isEmpty();
    }

    @Test
    void whatWasUsedIsRememberedAsLongAsAClockThatIsAheadMakesItLookNew() {
        VirtualTimer ahead = new VirtualTimer();
        ahead.pass(Duration.ofSeconds(60));
        String header = new RelayHeader("a:1", seal, ahead).write("b:1", "o", "x", 1);
        assertThat(to.check(header)).isPresent();
        for (int seconds = 0; seconds < 180; seconds += 10) {
            timer.pass(Duration.ofSeconds(10));
            assertThat(to.check(header())).isPresent();
            assertThat(to.check(header)).isEmpty();
        }
    }

    @Test
    void aHeaderOfTheFutureIsNotTaken() {
        VirtualTimer ahead = new VirtualTimer();
        ahead.pass(Duration.ofSeconds(61));
        assertThat(to.check(new RelayHeader("a:1", seal, ahead).write("b:1", "o", "x", 1)))
                .isEmpty();
    }

    @Test
    void anotherSecretAndAnotherPurposeAreRefused() {
        for (Seal other : new Seal[] {new Seal("another", "relay"), new Seal("the secret", "homes")}) {
            assertThat(to.check(new RelayHeader("a:1", other, timer).write("b:1", "o", "x", 1)))
                    .isEmpty();
        }
    }

    @Test
    void garbageIsRefused() {
        assertThat(to.check("")).isEmpty();
        assertThat(to.check("%%%")).isEmpty();
        assertThat(to.check(encoded("x".repeat(100)))).isEmpty();
        assertThat(to.check(encoded(seal.seal("{")))).isEmpty();
        assertThat(to.check(encoded(seal.seal("")))).isEmpty();
        assertThat(to.check(encoded(seal.seal("null")))).isEmpty();
        assertThat(to.check("A".repeat(8193))).isEmpty();
        String header = header();
        assertThat(to.check(header.substring(0, header.length() - 2))).isEmpty();
    }

    @Test
    void whoSaysItHasPassedNobodyIsCountedAsOne() {
        assertThat(to.check(from.write("b:1", "o", "x", 0)).orElseThrow().passes())
                .isEqualTo(1);
    }
}
