package org.ducksoup.itest.tool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs programs that make and examine media, such as ffmpeg. */
public final class Tool {
    private Tool() {}

    /** The output of a program, including its errors. */
    public static String text(String... command) throws IOException {
        return new String(bytes(command), StandardCharsets.UTF_8);
    }

    /** The output as bytes. */
    public static byte[] bytes(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        return process.getInputStream().readAllBytes();
    }

    /** Makes a file with ffmpeg. */
    public static void ffmpeg(Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-loglevel", "error", "-y"));
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IOException("ffmpeg failed: " + command);
        }
    }
}
