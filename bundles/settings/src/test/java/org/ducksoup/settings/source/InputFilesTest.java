package org.ducksoup.settings.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ducksoup.settings.table.Inputs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFilesTest {
    private static final Map<String, String> DEV = Map.of("DUCKSOUP_MODE", "DEV");

    @TempDir
    Path directory;

    private InputFiles files;

    @BeforeEach
    void layOut() throws IOException {
        files = new InputFiles(
                Files.createDirectory(directory.resolve("etc")),
                Files.createDirectory(directory.resolve("config")),
                directory);
    }

    @Test
    void nothingThereIsNothingSaid() {
        Inputs inputs = files.read(DEV);
        assertThat(inputs.dotEnv()).isEmpty();
        assertThat(inputs.etc()).isEmpty();
        assertThat(inputs.yaml()).isEmpty();
        assertThat(inputs.unreadable()).isEmpty();
    }

    @Test
    void dotEnvCountsOnlyInDevelopment() throws IOException {
        Files.writeString(directory.resolve(".env"), "DUCKSOUP_PORT=81\n");
        assertThat(files.read(DEV).dotEnv()).containsExactly(Map.entry("DUCKSOUP_PORT", "81"));
        assertThat(files.read(Map.of()).dotEnv()).isEmpty();
        assertThat(files.read(Map.of("DUCKSOUP_MODE", "FRONT_BUILD")).dotEnv()).isEmpty();
    }

    @Test
    void dotEnvIsReadAtTheStartOnly() throws IOException {
        Files.writeString(directory.resolve(".env"), "DUCKSOUP_PORT=81\n");
        Inputs start = files.read(DEV);
        Files.writeString(directory.resolve(".env"), "DUCKSOUP_PORT=82\nnonsense\n");
        Files.writeString(files.etc().resolve("org.ducksoup.web.cfg"), "port = 83\n");
        Inputs later = files.readAgain(files.readAgain(start));
        assertThat(later.dotEnv()).containsExactly(Map.entry("DUCKSOUP_PORT", "81"));
        assertThat(later.environment()).isEqualTo(DEV);
        assertThat(later.unreadable()).isEmpty();
        assertThat(later.etc()).containsExactly(Map.entry("org.ducksoup.web", Map.of("port", "83")));
    }

    @Test
    void onlyOurOwnFilesOfEtcAreRead() throws IOException {
        Files.writeString(files.etc().resolve("org.ducksoup.web.cfg"), "# comment\nport = 81\nprefix=/ä\n");
        Files.writeString(files.etc().resolve("org.apache.karaf.shell.cfg"), "sshPort = 1\n");
        assertThat(files.read(Map.of()).etc())
                .containsExactly(Map.entry("org.ducksoup.web", Map.of("port", "81", "prefix", "/ä")));
    }

    @Test
    void yamlIsReadByPlace() throws IOException {
        Files.writeString(files.config().resolve("sfu.yml"), "audio: { minBitrate: 16000 }\ncommon:\n  mtu: 1200\n");
        Files.writeString(files.config().resolve("server.yml"), "generateStats: false\n");
        assertThat(files.read(Map.of()).yaml())
                .isEqualTo(Map.of(
                        "sfu.yml:audio.minBitrate", "16000",
                        "sfu.yml:common.mtu", "1200",
                        "server.yml:generateStats", "false"));
    }

    @Test
    void whatCannotBeUnderstoodIsASentence() throws IOException {
        Files.writeString(files.config().resolve("sfu.yml"), "audio:\n  minBitrate: [1\n");
        Files.writeString(files.config().resolve("server.yml"), "generateStats\n");
        Files.writeString(files.etc().resolve("org.ducksoup.web.cfg"), "port = \\u12\n");
        Files.write(files.etc().resolve("org.ducksoup.sfu.cfg"), new byte[] {(byte) 0xc3, 0x28});
        assertThat(files.read(Map.of()).unreadable())
                .hasSize(4)
                .anySatisfy(sentence -> assertThat(sentence).startsWith("Line 3 of config/sfu.yml is not YAML"))
                .anySatisfy(sentence -> assertThat(sentence).startsWith("config/server.yml is not understood"))
                .anySatisfy(sentence -> assertThat(sentence).startsWith("etc/org.ducksoup.web.cfg is not understood"))
                .anySatisfy(sentence -> assertThat(sentence).startsWith("etc/org.ducksoup.sfu.cfg cannot be read"));
    }

    @Test
    void yamlCannotMakeObjects() throws IOException {
        Files.writeString(files.config().resolve("sfu.yml"), "audio: !!java.net.URL [\"http://x\"]\n");
        assertThat(files.read(Map.of()).unreadable()).hasSize(1);
    }

    @Test
    void theFingerprintChangesWithAnyFileThatAppliesLive() throws IOException {
        Map<Path, String> nothing = files.fingerprint(List.of());
        Files.writeString(files.config().resolve("sfu.yml"), "a: b\n");
        Map<Path, String> yaml = files.fingerprint(List.of());
        Files.writeString(files.etc().resolve("org.ducksoup.web.cfg"), "port = 81\n");
        Map<Path, String> etc = files.fingerprint(List.of());
        Files.writeString(files.etc().resolve("org.ducksoup.web.cfg"), "port = 8181\n");
        assertThat(List.of(nothing, yaml, etc, files.fingerprint(List.of()))).doesNotHaveDuplicates();
        assertThat(files.fingerprint(List.of())).isEqualTo(files.fingerprint(List.of()));
    }

    @Test
    void dotEnvKnowsQuotesCommentsAndExport() {
        List<String> problems = new ArrayList<>();
        Map<String, String> variables = DotEnv.parse(
                List.of(
                        "# comment",
                        "",
                        "A=1",
                        "export B = two words # and a comment",
                        "C=\"quoted # not a comment\"",
                        "D='single'",
                        "E=",
                        "F=a#b",
                        "secret without equals",
                        "G=\"open"),
                problems);
        assertThat(variables)
                .isEqualTo(Map.of(
                        "A", "1",
                        "B", "two words",
                        "C", "quoted # not a comment",
                        "D", "single",
                        "E", "",
                        "F", "a#b",
                        "G", "\"open"));
        assertThat(problems).containsExactly("Line 9 of .env is not understood, but it must be NAME=value.");
    }
}
