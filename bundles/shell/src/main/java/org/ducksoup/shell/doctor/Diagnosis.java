package org.ducksoup.shell.doctor;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What an examination has found.
 *
 * @param remedy what to do about it, as a sentence; empty if nothing is to be done
 */
public record Diagnosis(Level level, String area, String what, String remedy) {
    public enum Level {
        OK,
        WARNING,
        ERROR;

        /** The spelling in JSON: {@code warning}. */
        public String token() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** {@code {"level", "area", "what", "remedy"}}. */
    public Map<String, Object> document() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("level", level.token());
        json.put("area", area);
        json.put("what", what);
        json.put("remedy", remedy);
        return json;
    }

    static Diagnosis ok(String area, String what) {
        return new Diagnosis(Level.OK, area, what, "");
    }

    static Diagnosis warning(String area, String what, String remedy) {
        return new Diagnosis(Level.WARNING, area, what, remedy);
    }

    static Diagnosis error(String area, String what, String remedy) {
        return new Diagnosis(Level.ERROR, area, what, remedy);
    }
}
