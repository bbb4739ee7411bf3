package org.ducksoup.gstreamer.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CrashReportTest {
    private static String reason(int status, String... lines) {
        CrashReport report = new CrashReport();
        for (String line : lines) {
            report.read(line);
        }
        return report.reason(status);
    }

    @Test
    void aCrashIsTheSignalAndTheLibraryInWhichItCame() {
        assertThat(reason(
                        134,
                        "#",
                        "# A fatal error has been detected by the Java Runtime Environment:",
                        "#  SIGSEGV (0xb) at pc=0x00007f8befffcb68, pid=2, tid=3",
                        "# JRE version: OpenJDK Runtime Environment (17.0.15+6)",
                        "# Problematic frame:",
                        "# C  [libgstlab.so+0x2b68]  plugin_init+0x4"))
                .isEqualTo("signal SIGSEGV in libgstlab.so");
    }

    @Test
    void aStatusSaysWhatThereIsToSay() {
        assertThat(reason(3)).isEqualTo("exit status 3");
        assertThat(reason(137)).isEqualTo("signal SIGKILL");
        assertThat(reason(192)).isEqualTo("signal 64");
        assertThat(reason(1, "# There is insufficient memory for the Java Runtime Environment to continue."))
                .startsWith("memory");
    }
}
