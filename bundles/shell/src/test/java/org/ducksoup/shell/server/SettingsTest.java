package org.ducksoup.shell.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.ducksoup.api.operation.SettingInEffect;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static final SettingInEffect PORT =
            new SettingInEffect("org.ducksoup.web", "port", "DUCKSOUP_PORT", "8100", true, "default");
    private static final SettingInEffect MTU =
            new SettingInEffect("org.ducksoup.sfu", "mtu", null, "1100", false, "etc/org.ducksoup.sfu.cfg");

    @Test
    void thoseThatAreAskedFor() throws Exception {
        List<SettingInEffect> all = List.of(PORT, MTU);
        assertThat(Settings.choose(all, null, false)).isEqualTo(all);
        assertThat(Settings.choose(all, null, true)).containsExactly(MTU);
        assertThat(Settings.choose(all, "ducksoup_port", false)).containsExactly(PORT);
        assertThat(Settings.choose(all, "sfu", false)).containsExactly(MTU);
        assertThat(Settings.choose(all, "port", true))
                .as("it is there, and has its default")
                .isEmpty();
        assertThatThrownBy(() -> Settings.choose(all, "prot", true)).hasMessageContaining("prot");
    }

    @Test
    void withoutTheBundleTheCommandSaysSo() {
        assertThatThrownBy(() -> new Settings().all()).hasMessageContaining("org.ducksoup.settings");
    }
}
