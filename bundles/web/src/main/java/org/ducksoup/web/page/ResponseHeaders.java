package org.ducksoup.web.page;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The headers that protect pages, and allow other origins to load what is meant for them. */
public final class ResponseHeaders {
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " media-src 'self' blob: mediastream:; connect-src 'self' ws: wss:; form-action 'self';"
                    + " base-uri 'none'; frame-ancestors ";

    private static final String TEXT = "text/plain;charset=utf-8";

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html;charset=utf-8"),
            Map.entry("js", "text/javascript;charset=utf-8"),
            Map.entry("mjs", "text/javascript;charset=utf-8"),
            Map.entry("css", "text/css;charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("txt", TEXT),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("webp", "image/webp"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("mp4", "video/mp4"),
            Map.entry("webm", "video/webm"),
            Map.entry("ogg", "audio/ogg"),
            Map.entry("wav", "audio/wav"));

    private ResponseHeaders() {}

    /** Headers of every response. */
    public static Map<String, String> always() {
        return Map.of(
                "X-Content-Type-Options", "nosniff",
                "Referrer-Policy", "strict-origin-when-cross-origin",
                "Permissions-Policy", "camera=(self), microphone=(self)");
    }

    /**
     * Headers of a file at this path.
     *
     * @param origins of experiments' pages
     */
    static Map<String, String> file(String path, Collection<String> origins) {
        Map<String, String> headers = new LinkedHashMap<>();
        String type = contentType(path);
        headers.put("Content-Type", type);
        // Browsers revalidate the file every time, and rarely load it again: a new version takes effect at once.
        headers.put("Cache-Control", "no-cache");
        if (type.startsWith("text/html") || type.startsWith("image/svg")) {
            headers.put("Content-Security-Policy", CONTENT_SECURITY_POLICY + framing(path, origins));
        }
        if (path.startsWith(Routes.ASSETS)) {
            headers.put("Access-Control-Allow-Origin", "*");
            headers.put("Cross-Origin-Resource-Policy", "cross-origin");
        } else {
            headers.put("Cross-Origin-Resource-Policy", "same-origin");
        }
        return headers;
    }

    /** The check before a call may be embedded in an experiment's page. Every other page may not be framed. */
    private static String framing(String path, Collection<String> origins) {
        if (!path.startsWith(Routes.PREFLIGHT)) {
            return "'none'";
        }
        return Stream.concat(Stream.of("'self'"), origins.stream()).collect(Collectors.joining(" "));
    }

    /** Headers of a sentence that replaces a file. */
    static Map<String, String> sentence() {
        return Map.of(
                "Content-Type",
                TEXT,
                "Cache-Control",
                "no-store",
                "Content-Security-Policy",
                "default-src 'none'; frame-ancestors 'none'");
    }

    static String contentType(String path) {
        if (path.equals(Routes.METRICS)) {
            return TEXT;
        }
        String extension = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(extension, "application/octet-stream");
    }
}
