package org.ducksoup.transport.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RemoteTableTest {
    private static Remote remote(int address, int port) {
        byte[] ip = {10, 0, (byte) (address >> 8), (byte) address};
        try {
            return new Remote(new InetSocketAddress(InetAddress.getByAddress(ip), port), port, null, 0, 0);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Remote find(RemoteTable table, Remote like) {
        return table.find(like.place, like.high, like.low);
    }

    /** Many changes, held against a map of Java. */
    @Test
    void behavesLikeAMap() {
        Random random = new Random(7);
        RemoteTable table = new RemoteTable();
        Map<InetSocketAddress, Remote> expected = new HashMap<>();
        List<Remote> all = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            Remote remote = remote(random.nextInt(300), 1 + random.nextInt(3));
            all.add(remote);
            if (random.nextInt(3) > 0) {
                table.put(remote);
                expected.put(remote.address(), remote);
            } else {
                Remote there = expected.remove(remote.address());
                if (there != null) {
                    table.remove(there);
                }
            }
        }
        for (Remote remote : all) {
            assertThat(find(table, remote)).isSameAs(expected.get(remote.address()));
        }
    }

    @Test
    void oneThatWasReplacedIsNotRemovedByItsPredecessor() {
        RemoteTable table = new RemoteTable();
        Remote before = remote(1, 5);
        Remote after = remote(1, 5);
        table.put(before);
        table.put(after);
        table.remove(before);
        assertThat(find(table, before)).isSameAs(after);
    }
}
