package org.ducksoup.shell.part;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A service that a bundle has registered under a name.
 *
 * @param name that pages or settings call it by; the class for what has no name
 * @param bundle symbolic name of the bundle that it comes from
 * @param ranking of the service
 * @param id of the service: between equal rankings the smaller one is preferred
 */
public record RegisteredPart(String name, String bundle, String version, int ranking, long id, Use use) {
    /** {@code {"name", "bundle", "version", "ranking", "use"}}. */
    public Map<String, Object> document() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("bundle", bundle);
        json.put("version", version);
        json.put("ranking", ranking);
        json.put("use", use.token());
        return json;
    }

    public enum Use {
        IN_USE,
        /** Another one of the same name is preferred. */
        SHADOWED,
        /** The name is one of the server's own. */
        NOT_ALLOWED;

        /** The spelling in tables and in JSON: {@code in use}. */
        public String token() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
