package org.ducksoup.itest.tool.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A lab's own web server, with its own origin. Its pages embed DuckSoup under a strict content security policy. In the
 * files that it serves, <code>${DUCKSOUP}</code> is DuckSoup's origin and <code>${SIGNALING}</code> its socket's
 * address.
 */
public final class LabServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private final Map<String, String> withoutPolicy = new ConcurrentHashMap<>();
    private final Map<String, String> posted = new ConcurrentHashMap<>();
    private volatile String ducksoup = "";

    public LabServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", this::answer);
        server.setExecutor(pool);
        server.start();
    }

    public String origin() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** Sets the DuckSoup server that its pages use. */
    public void use(String ducksoupOrigin) {
        ducksoup = ducksoupOrigin;
    }

    /** Serves a page or a script of the test's own, for instance one of the manual's examples. */
    public void put(String path, String content) {
        pages.put(path, content);
    }

    /**
     * Serves a page without a content security policy, with scripts and styles of its own, and perhaps with a form that is
     * posted to the same address, as those of oTree.
     */
    public void putWithoutPolicy(String path, String content) {
        withoutPolicy.put(path, content);
    }

    /** The form that this page has posted last, as the browser has encoded it; empty before. */
    public String posted(String path) {
        return posted.getOrDefault(path, "");
    }

    /** A page below {@code /denied/} may use neither camera nor microphone. */
    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        boolean denied = path.startsWith("/denied/");
        String name = denied ? path.substring("/denied".length()) : path;
        boolean isFree = withoutPolicy.containsKey(name);
        String content = isFree ? withoutPolicy.get(name) : pages.getOrDefault(name, resource("/lab" + name));
        try (exchange) {
            if (exchange.getRequestMethod().equals("POST")) {
                posted.put(name, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                content = "<p id=\"next\">The next page.</p>";
            }
            if (content.isEmpty()) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            byte[] body = content.replace("${DUCKSOUP}", ducksoup)
                    .replace("${SIGNALING}", signaling())
                    .getBytes(StandardCharsets.UTF_8);
            var headers = exchange.getResponseHeaders();
            String type = name.endsWith("js") ? "javascript" : name.endsWith("css") ? "css" : "html";
            headers.set("Content-Type", "text/" + type + ";charset=utf-8");
            if (!isFree) {
                headers.set("Content-Security-Policy", policy());
            }
            if (denied) {
                headers.set("Permissions-Policy", "camera=(), microphone=()");
            }
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    public String signaling() {
        return ducksoup.replaceFirst("^http", "ws") + "/ws";
    }

    /** The policy that docs/embedding.md recommends, and nothing more. */
    private String policy() {
        return "default-src 'none'; script-src 'self' " + ducksoup + "; connect-src ws://localhost:*; frame-src "
                + ducksoup + "; img-src data:;"
                + " base-uri 'none'; form-action 'none'";
    }

    private static String resource(String name) throws IOException {
        try (var in = LabServer.class.getResourceAsStream(name)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        pool.shutdownNow();
    }
}
