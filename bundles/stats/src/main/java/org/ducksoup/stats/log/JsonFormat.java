package org.ducksoup.stats.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** The manual's format: a JSON object with level, time, context and message first. */
public final class JsonFormat implements LineFormat {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final LogTime time;

    public JsonFormat(LogTime time) {
        this.time = time;
    }

    @Override
    public String line(LogEntry entry) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("level", entry.level().word());
        members.put("time", time.text(entry.at()));
        members.put("context", entry.context());
        members.put("message", entry.message());
        entry.properties().asMap().forEach(members::putIfAbsent);
        return text(members);
    }

    static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON for " + value, e);
        }
    }
}
