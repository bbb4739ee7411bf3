package org.ducksoup.recording.matroska;

import java.util.Random;
import org.junit.jupiter.api.Test;

class NalUnitsTest {
    @Test
    void nonsenseNeverThrows() {
        Random random = new Random(264);
        NalUnits units = new NalUnits();
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(30)];
            random.nextBytes(bytes);
            units.convert(bytes, bytes.length);
            units.decoderConfiguration();
        }
    }
}
