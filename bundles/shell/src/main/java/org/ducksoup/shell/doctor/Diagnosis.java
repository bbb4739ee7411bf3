package org.ducksoup.shell.doctor;

import java.util.Locale;

/**
 * What an examination has found.
 *
 * @param remedy what to do about it, as a sentence; empty if nothing is to be done
 */
record Diagnosis(Level level, String area, String what, String remedy) {
    enum Level {
        OK,
        WARNING,
        ERROR;

        /** The spelling in JSON: {@code warning}. */
        String token() {
            return name().toLowerCase(Locale.ROOT);
        }
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
