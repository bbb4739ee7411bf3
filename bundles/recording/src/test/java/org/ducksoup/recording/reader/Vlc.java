package org.ducksoup.recording.reader;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.ducksoup.recording.Probe;

/** VLC with a file, asked by its text interface. It refuses to run as root, so it then runs as nobody. */
final class Vlc implements AutoCloseable {
    private final Path directory;
    private final Process process;
    private final PrintStream questions;
    private final BufferedReader answers;
    private final double seconds;

    Vlc(Path recording) throws IOException {
        directory = Files.createTempDirectory("vlc");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path file = Files.copy(recording, directory.resolve("recording.mkv"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("runuser", "-u", "nobody", "--"));
        }
        command.addAll(List.of("env", "HOME=" + directory, "vlc", "-I", "oldrc", "--rc-fake-tty"));
        command.addAll(List.of("--vout", "dummy", "--aout", "dummy", "--no-one-instance", file.toString()));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        // Before it has opened the file it answers no other question.
        seconds = Double.parseDouble(awaitNumber("get_length", length -> length > 0));
    }

    Reading reading() throws IOException {
        String text = awaitInfo("Video resolution: [0-9]+x[0-9]+");
        return new Reading(
                "VLC",
                Reading.number(text, "Frame rate: ([0-9.]+)"),
                seconds,
                Reading.number(text, "Video resolution: ([0-9]+)"),
                Reading.number(text, "Video resolution: [0-9]+x([0-9]+)"),
                Double.NaN);
    }

    /** Waits until VLC shows pictures of a size. */
    void awaitSize(String size) {
        awaitInfo("Video resolution: " + size + "\\b");
    }

    private String awaitInfo(String pattern) {
        return await(pattern)
                .pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> {
                            questions.println("info");
                            return answer(line -> line.contains("end of stream info"));
                        },
                        info -> Pattern.compile(pattern).matcher(info).find());
    }

    /** Seeks, and waits until VLC plays from there. */
    void seek(int second) {
        questions.println("seek " + second);
        awaitNumber("get_time", time -> time == second);
    }

    /** Asks until the answer is as expected: VLC answers from its start on, and opens the file later. */
    private String awaitNumber(String question, IntPredicate expected) {
        return await(question)
                .pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> {
                            questions.println(question);
                            String all = answer(line -> line.matches("[0-9]+"));
                            return all.lines().reduce((first, last) -> last).orElse("0");
                        },
                        number -> number.matches("[0-9]+") && expected.test(Integer.parseInt(number)));
    }

    /** The lines up to the last one of an answer, or up to the end. */
    private String answer(Predicate<String> last) throws IOException {
        StringBuilder answer = new StringBuilder();
        String line;
        do {
            line = answers.readLine();
            answer.append(line).append('\n');
        } while (line != null && !last.test(line));
        return answer.toString();
    }

    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
        Probe.run("rm", "-r", directory.toString());
    }
}
