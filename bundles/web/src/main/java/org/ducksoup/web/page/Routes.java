package org.ducksoup.web.page;

import java.util.List;
import java.util.function.Predicate;

/** What a path below the prefix is, and where a request for it is sent. Knows no HTTP. */
public final class Routes {
    static final String ASSETS = "/assets/";
    public static final String SOCKETS = "/ws";
    /** Without a suffix that would tell its type. */
    static final String METRICS = "/metrics";

    static final String STATISTICS = "/stats/";
    static final String PREFLIGHT = "/test/preflight/";
    public static final String FIRST_PAGE = "/test/mirror/";

    /** What is below needs a login. */
    private static final List<String> PROTECTED = List.of("/test/", "/stats/", METRICS + "/");

    private static final String INDEX = "index.html";

    private Routes() {}

    /** The answer to a request, once it is allowed. */
    sealed interface Answer {
        /** The file of this path. */
        record File(String path) implements Answer {}

        /** Another path below the prefix. */
        record Redirect(String path) implements Answer {}

        record Nothing() implements Answer {}
    }

    static boolean isProtected(RequestPath path) {
        String directory = path.isDirectory() ? path.decoded() : path.decoded() + "/";
        return PROTECTED.stream().anyMatch(directory::startsWith);
    }

    /** @param exists whether there is a file of this path */
    static Answer answer(RequestPath path, boolean development, Predicate<String> exists) {
        String wanted = path.decoded();
        if (wanted.equals("/") && !exists.test("/" + INDEX)) {
            return development ? new Answer.Redirect(FIRST_PAGE) : new Answer.Nothing();
        }
        if (path.isDirectory()) {
            return exists.test(wanted + INDEX) ? new Answer.File(wanted + INDEX) : new Answer.Nothing();
        }
        if (exists.test(wanted)) {
            return new Answer.File(wanted);
        }
        return exists.test(wanted + "/" + INDEX) ? new Answer.Redirect(wanted + "/") : new Answer.Nothing();
    }
}
