package org.ducksoup.transport.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.ducksoup.transport.host.InterfaceAddress;
import org.ducksoup.transport.udp.UdpAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Addresses of 127.0.0.0/8 stand for those of networks: a port can be opened on any of them. */
class AddressWatchTest {
    private static final String HOME = "127.0.0.21";
    private static final String AWAY = "127.0.0.22";
    /** No address of this machine, so the port cannot be opened there. */
    private static final String FOREIGN = "203.0.113.77";

    private UdpEndpoint endpoint;
    private List<InterfaceAddress> present = List.of();
    private AddressWatch watch;

    @BeforeEach
    void open() throws Exception {
        endpoint = UdpEndpoint.shared(List.of(), 0, List.of());
        watch = new AddressWatch(endpoint, () -> present, false, List.of(), new SecureRandom(), task -> {});
    }

    @AfterEach
    void close() {
        endpoint.close();
    }

    private static List<InterfaceAddress> addresses(String... texts) {
        return Stream.of(texts)
                .map(text -> new InterfaceAddress("eth0", address(text)))
                .toList();
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void look(String... texts) {
        present = addresses(texts);
        watch.look();
    }

    private List<String> offeredToANewSession() throws IOException {
        try (IceSession session = endpoint.open("test", new SilentListener())) {
            return session.localCandidates().stream()
                    .map(candidate -> candidate.address().getHostAddress())
                    .toList();
        }
    }

    @Test
    void addressesThatComeAndGoAreFollowed() throws Exception {
        look();
        assertThat(offeredToANewSession()).isEmpty();
        look(HOME);
        assertThat(offeredToANewSession()).containsExactly(HOME);
        look(HOME, AWAY);
        assertThat(offeredToANewSession()).containsExactly(HOME, AWAY);
        look(AWAY);
        assertThat(offeredToANewSession()).containsExactly(AWAY);
        assertThat(endpoint.listening())
                .extracting(a -> a.address().getHostAddress())
                .containsExactly(AWAY);
    }

    @Test
    void anAddressThatComesBackHasItsSocketStill() {
        look(HOME);
        UdpAddress before = endpoint.addresses().get(0);
        look(AWAY);
        look(HOME, AWAY);
        assertThat(endpoint.addresses()).contains(before);
    }

    @Test
    void socketsOfAddressesThatAreGoneAreFew() {
        for (int i = 1; i <= 60; i++) {
            look("127.0.1." + i);
        }
        assertThat(endpoint.portNumbers()).hasSizeBetween(2, 9);
    }

    /** As an IPv6 address that the system still checks for duplicates. */
    @Test
    void anAddressThatIsNotUsableYetIsTriedAgain() throws Exception {
        look(HOME, FOREIGN);
        assertThat(offeredToANewSession()).containsExactly(HOME);
        look(HOME, AWAY);
        assertThat(offeredToANewSession()).containsExactly(HOME, AWAY);
    }

    @Test
    void anAddressFromOutsideGoesWithTheOneItBelongsTo() throws Exception {
        look(HOME, AWAY);
        UdpAddress home = endpoint.addresses().get(0);
        assertThat(endpoint.announce(address("198.51.100.7"), home)).isTrue();
        watch.look();
        assertThat(offeredToANewSession()).containsExactly(HOME, AWAY, "198.51.100.7");
        look(AWAY);
        assertThat(offeredToANewSession()).containsExactly(AWAY);
    }

    @Test
    void aSystemThatDoesNotAnswerChangesNothing() throws Exception {
        AddressWatch failing = new AddressWatch(
                endpoint,
                () -> {
                    throw new IOException("no answer");
                },
                false,
                List.of(),
                new SecureRandom(),
                task -> {});
        look(HOME);
        failing.look();
        assertThat(offeredToANewSession()).containsExactly(HOME);
    }
}
