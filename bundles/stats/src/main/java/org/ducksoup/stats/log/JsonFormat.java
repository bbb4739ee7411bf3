package org.ducksoup.stats.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** The manual's format: a JSON object with level, time, context and message first. */
public final class JsonFormat implements LineFormat {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** An event's properties do not replace these. */
    private static final Set<String> FIRST = Set.of("level", "time", "context", "message");

    /** Most lines are shorter. */
    private static final int LINE = 400;

    private final LogTime time;

    public JsonFormat(LogTime time) {
        this.time = time;
    }

    @Override
    public String line(LogEntry entry) {
        StringBuilder line = new StringBuilder(LINE);
        append(line, entry);
        return line.toString();
    }

    @Override
    public byte[] bytes(LogEntry entry) {
        StringBuilder line = new StringBuilder(LINE);
        append(line, entry);
        return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private void append(StringBuilder line, LogEntry entry) {
        line.append("{\"level\":");
        value(line, entry.level().word());
        line.append(",\"time\":\"");
        time.append(line, entry.at());
        line.append("\",\"context\":");
        value(line, entry.context());
        line.append(",\"message\":");
        value(line, entry.message());
        entry.properties().forEach((key, value) -> {
            if (!FIRST.contains(key)) {
                line.append(',');
                value(line, key);
                line.append(':');
                value(line, value);
            }
        });
        line.append('}');
    }

    /** Nearly all values are text and whole numbers. For these a generator would take more memory than the line has. */
    private static void value(StringBuilder line, Object value) {
        if (value instanceof String text) {
            line.append('"');
            JsonStringEncoder.getInstance().quoteAsString(text, line);
            line.append('"');
        } else if (value instanceof Integer || value instanceof Long || value instanceof Boolean) {
            line.append(value);
        } else {
            line.append(text(value));
        }
    }

    static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON for " + value, e);
        }
    }
}
