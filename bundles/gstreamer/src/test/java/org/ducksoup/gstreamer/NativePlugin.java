package org.ducksoup.gstreamer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Plug-ins in C, from {@code src/test/native}. */
final class NativePlugin {
    private NativePlugin() {}

    /** @param macros defined for the compiler */
    static Path compile(Path directory, String name, String... macros) throws Exception {
        // GStreamer expects the plug-in's name in the file's.
        Path file = Files.createDirectories(directory.resolve(String.join("-", macros) + "-plugin"))
                .resolve("libgst" + name + ".so");
        List<String> command =
                new ArrayList<>(List.of("gcc", "-Wall", "-shared", "-fPIC", "-O1", "-o", file.toString()));
        for (String macro : macros) {
            command.add("-D" + macro);
        }
        command.add("src/test/native/" + name + ".c");
        command.addAll(List.of(run(List.of("pkg-config", "--cflags", "--libs", "gstreamer-base-1.0"))
                .strip()
                .split(" +")));
        assertThat(run(command)).as("what gcc says").isEmpty();
        return file;
    }

    private static String run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
