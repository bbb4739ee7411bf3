package org.ducksoup.transport.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.ice4j.util.Buffer;
import org.junit.jupiter.api.Test;

class ReceiveBuffersTest {
    private final ReceiveBuffers buffers = new ReceiveBuffers();

    @Test
    void usesThemAgain() {
        Buffer first = buffers.take(1500);
        buffers.giveBack(first);
        assertThat(buffers.take(20)).isSameAs(first);
    }

    @Test
    void givesEachToOneAtATime() {
        Set<Buffer> taken = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < 500; i++) {
            assertThat(taken.add(buffers.take(1000))).isTrue();
        }
    }

    @Test
    void hasRoomForWhatIsLarger() {
        Buffer large = buffers.take(5000);
        assertThat(large.getBuffer()).hasSizeGreaterThanOrEqualTo(5000);
        buffers.giveBack(large);
        assertThat(buffers.take(100).getBuffer()).hasSize(ReceiveBuffers.LENGTH);
    }

    @Test
    void keepsOnlySoMany() {
        List<Buffer> many = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            many.add(buffers.take(100));
        }
        many.forEach(buffers::giveBack);
        Set<Buffer> old = Collections.newSetFromMap(new IdentityHashMap<>());
        old.addAll(many);
        long again = 0;
        for (int i = 0; i < 1000; i++) {
            again += old.contains(buffers.take(100)) ? 1 : 0;
        }
        assertThat(again).isBetween(1L, 200L);
    }
}
