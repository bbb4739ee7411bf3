package org.ducksoup.itest.tool.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The events that a page received, one line each, compared with a file in {@code src/test/resources/transcripts}.
 * Values that differ from run to run are replaced. {@code -Dducksoup.transcripts=write} writes the files instead.
 */
public final class EventTranscript {
    private static final Path DIRECTORY = Path.of("src/test/resources/transcripts");

    private final Map<String, String> streams = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();

    /** Statistics are left out, because their figures differ every second. */
    public EventTranscript(List<Map.Entry<String, Object>> events) {
        for (Map.Entry<String, Object> event : events) {
            if (!event.getKey().equals("stats")) {
                lines.add((event.getKey() + " " + shown(event.getKey(), event.getValue())).strip());
            }
        }
    }

    public static EventTranscript ofLines(List<String> lines) {
        EventTranscript transcript = new EventTranscript(List.of());
        transcript.lines.addAll(lines);
        return transcript;
    }

    public void check(String name) throws IOException {
        Path file = DIRECTORY.resolve(name + ".txt");
        String actual = String.join("\n", lines) + "\n";
        if ("write".equals(System.getProperty("ducksoup.transcripts"))) {
            Files.createDirectories(DIRECTORY);
            Files.writeString(file, actual);
            return;
        }
        assertThat(actual).as("transcript %s", name).isEqualTo(Files.readString(file));
    }

    private String shown(String kind, Object payload) {
        if (payload == null) {
            return "";
        } else if (payload instanceof Number) {
            return "<seconds>";
        } else if (payload instanceof Map<?, ?> map) {
            return new TreeMap<>(map)
                    .entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + member(kind, entry.getKey(), entry.getValue()))
                            .collect(Collectors.joining(", ", "{", "}"));
        }
        return payload.toString();
    }

    private String member(String kind, Object key, Object value) {
        if (key.equals("streamId")) {
            return streams.computeIfAbsent(value.toString(), id -> "<stream " + (streams.size() + 1) + ">");
        } else if (kind.equals("files")) {
            return ((List<?>) value)
                    .stream().map(name -> normalised(name.toString())).toList().toString();
        } else if (key.equals("waitSeconds")) {
            return "<seconds>";
        } else if (key.equals("message")) {
            return value.toString().replaceAll("localhost:\\d+", "localhost:<port>");
        }
        return value.toString();
    }

    /** A run has a time and an id of its own. */
    private static String normalised(String path) {
        return path.replaceAll("\\d{8}-\\d{6}\\.\\d{3}", "<time>")
                .replaceAll("-[0-9a-f]{12}/", "-<run>/")
                .replaceAll("i-[0-9a-f]{12}-", "i-<run>-");
    }
}
