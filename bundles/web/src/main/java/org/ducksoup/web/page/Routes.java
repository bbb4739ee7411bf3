package org.ducksoup.web.page;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Decides what a path below the prefix stands for, and where its request is sent. Knows no HTTP. */
public final class Routes {
    static final String ASSETS = "/assets/";
    public static final String SOCKETS = "/ws";
    /** This path has no suffix that would tell its content type. */
    static final String METRICS = "/metrics";

    static final String STATISTICS = "/stats/";
    static final String PREFLIGHT = "/test/preflight/";
    /** The page that says what this server is, and where its other pages are. */
    public static final String START = "/";

    /** Paths below these need a login. */
    private static final List<String> PROTECTED = List.of("/test/", "/stats/", METRICS + "/");

    /** Documents that bundles of this server generate. Each is missing while its bundle starts or is exchanged. */
    private static final Set<String> GENERATED = Set.of(METRICS, "/test/play/effects.json", "/stats/recordings.json");

    public static final String INDEX = "index.html";

    private Routes() {}

    /** The answer to a request that is allowed. */
    sealed interface Answer {
        /** Serve the file of this path. */
        record File(String path) implements Answer {}

        /** Redirect to another path below the prefix. */
        record Redirect(String path) implements Answer {}

        /** The bundle that generates this is not there at the moment. */
        record Later() implements Answer {}

        record Nothing() implements Answer {}
    }

    static boolean isProtected(RequestPath path) {
        String directory = path.isDirectory() ? path.decoded() : path.decoded() + "/";
        return PROTECTED.stream().anyMatch(directory::startsWith);
    }

    /** @param exists whether a file of this path exists */
    static Answer answer(RequestPath path, Predicate<String> exists) {
        String wanted = path.decoded();
        if (path.isDirectory()) {
            return exists.test(wanted + INDEX) ? new Answer.File(wanted + INDEX) : new Answer.Nothing();
        }
        if (exists.test(wanted)) {
            return new Answer.File(wanted);
        }
        if (exists.test(wanted + "/" + INDEX)) {
            return new Answer.Redirect(wanted + "/");
        }
        return GENERATED.contains(wanted) ? new Answer.Later() : new Answer.Nothing();
    }
}
