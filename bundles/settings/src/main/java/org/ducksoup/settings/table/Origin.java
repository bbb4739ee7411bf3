package org.ducksoup.settings.table;

/**
 * Where a value came from.
 *
 * @param place a file or a variable, as people know it
 */
public record Origin(Kind kind, String place) {
    /** In order of precedence. */
    public enum Kind {
        ENVIRONMENT,
        DOT_ENV,
        ETC,
        YAML,
        DEFAULT
    }

    static final Origin DEFAULT = new Origin(Kind.DEFAULT, "default");

    static Origin environment(String variable) {
        return new Origin(Kind.ENVIRONMENT, "environment variable " + variable);
    }

    static Origin dotEnv(String variable) {
        return new Origin(Kind.DOT_ENV, variable + " in .env");
    }

    static Origin etc(String pid) {
        return new Origin(Kind.ETC, "etc/" + pid + ".cfg");
    }

    static Origin yaml(String file) {
        return new Origin(Kind.YAML, "config/" + file);
    }
}
