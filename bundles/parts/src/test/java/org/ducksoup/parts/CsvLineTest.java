package org.ducksoup.parts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsvLineTest {
    @Test
    void valuesComeBack() {
        List<String> values = List.of("", "", "a, b", "say \"hi\"", "", "last");
        String line = CsvLine.of(values);
        assertThat(line).isEqualTo(",,\"a, b\",\"say \"\"hi\"\"\",,last\n");
        assertThat(CsvLine.values(line.strip())).isEqualTo(values);
    }

    @Test
    void aLineBreakBecomesASpace() {
        assertThat(CsvLine.of(List.of("one\r\ntwo", ""))).isEqualTo("one  two,\n");
    }
}
