package org.ducksoup.transport.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OfferedAddressesTest {
    private static List<String> offered(List<String> present, String... told) {
        List<InetAddress> others = new ArrayList<>();
        for (String address : told) {
            others.add(parse(address));
        }
        return offered(present, others, false);
    }

    private static List<String> offered(List<String> present, List<InetAddress> told, boolean isSeen) {
        return OfferedAddresses.of(
                        present.stream().map(OfferedAddressesTest::of).toList(), told, isSeen)
                .stream()
                .map(a -> a.network() + " " + a.address().getHostAddress())
                .toList();
    }

    private static InterfaceAddress of(String text) {
        String[] words = text.split(" ");
        return new InterfaceAddress(words[0], parse(words[1]));
    }

    private static InetAddress parse(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void privateAddressesGiveWayToAPublicOne() {
        assertThat(offered(List.of(
                        "eth0 198.51.100.7",
                        "eth1 192.168.1.5",
                        "eth1 10.0.0.5",
                        "tailscale0 100.101.102.103",
                        "eth1 fd00:0:0:0:0:0:0:2")))
                .containsExactly("eth0 198.51.100.7");
    }

    @Test
    void bridgesGiveWayWhateverTheirAddress() {
        for (String bridge : List.of(
                "docker0",
                "virbr0",
                "br-0123456789ab",
                "podman1",
                "veth12ab",
                "vboxnet0",
                "lxdbr0",
                "cni0",
                "vmnet8")) {
            assertThat(offered(List.of("eth0 198.51.100.7", bridge + " 203.0.113.1")))
                    .as(bridge)
                    .containsExactly("eth0 198.51.100.7");
        }
        // The main bridge of a host of virtual machines has the host's own address.
        assertThat(offered(List.of("br0 198.51.100.7", "eth0 192.168.0.2"))).containsExactly("br0 198.51.100.7");
    }

    @Test
    void anAddressThatTheOperatorGivesIsAPublicOne() {
        assertThat(offered(List.of("eth0 172.31.4.5", "docker0 172.17.0.1"), "198.51.100.7"))
                .isEmpty();
        assertThat(offered(List.of("eth0 172.31.4.5", "eth0 2001:db8:0:0:0:0:0:7"), "198.51.100.7"))
                .containsExactly("eth0 2001:db8:0:0:0:0:0:7");
    }

    /** Behind a router that lets nothing in, the participants of the same network have no other way. */
    @Test
    void whatAStunServerSeesLeavesPrivateAddressesAlone() {
        assertThat(offered(List.of("eth0 192.168.1.5", "docker0 172.17.0.1"), List.of(), true))
                .containsExactly("eth0 192.168.1.5");
        assertThat(offered(List.of("eth0 198.51.100.7", "eth1 192.168.1.5"), List.of(), true))
                .containsExactly("eth0 198.51.100.7");
    }

    @Test
    void withoutAPublicAddressAllAreOffered() {
        List<String> present = List.of("eth0 192.168.1.5", "docker0 172.17.0.1", "eth0 fd00:0:0:0:0:0:0:2");
        assertThat(offered(present)).isEqualTo(present);
    }

    /** Many clients have no IPv6, and would reach the server no more. */
    @Test
    void aPublicIpv6AddressLeavesIpv4Alone() {
        assertThat(offered(List.of("eth0 192.168.1.5", "eth0 2001:db8:0:0:0:0:0:7", "eth0 fd00:0:0:0:0:0:0:2")))
                .containsExactly("eth0 192.168.1.5", "eth0 2001:db8:0:0:0:0:0:7");
    }

    /** It is there only if the server is bound to it, or in DEV. */
    @Test
    void loopbackStaysAndIsNoPublicAddress() {
        assertThat(offered(List.of("lo 127.0.0.1", "eth0 198.51.100.7", "eth1 10.0.0.1")))
                .containsExactly("lo 127.0.0.1", "eth0 198.51.100.7");
        assertThat(offered(List.of("lo 127.0.0.1", "eth1 10.0.0.1"))).containsExactly("lo 127.0.0.1", "eth1 10.0.0.1");
    }

    @Test
    void theMachinesOwnAddressesAreRead() throws Exception {
        assertThat(MachineAddresses.read(true)).anyMatch(InterfaceAddress::isLoopback);
        assertThat(MachineAddresses.read(false)).noneMatch(InterfaceAddress::isLoopback);
        assertThat(MachineAddresses.read(true)).noneMatch(a -> a.address().isLinkLocalAddress());
    }
}
