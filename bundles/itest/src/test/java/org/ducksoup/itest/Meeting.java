package org.ducksoup.itest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.ducksoup.testkit.ServerProcess;

/** A DuckSoup server, a lab's web server that embeds it, a way between them that can be cut, and a browser with devices. */
final class Meeting implements AutoCloseable {
    final LabServer lab = new LabServer();
    final CuttableProxy proxy = new CuttableProxy();
    final ServerProcess server;
    final Browser browser;

    Meeting() throws IOException, InterruptedException {
        this("127.0.0.1");
    }

    /** @param udpAddresses of this machine, separated by commas, on which the server carries media */
    Meeting(String udpAddresses) throws IOException, InterruptedException {
        int port = freePort();
        String origins = "http://localhost:" + port + ",http://127.0.0.1:" + port + "," + lab.origin();
        server = ServerProcess.of(Project.ASSEMBLY)
                .with("DUCKSOUP_PORT", Integer.toString(port))
                .with("DUCKSOUP_ALLOWED_WS_ORIGINS", origins)
                .with("DUCKSOUP_UDP_ADDRESSES", udpAddresses)
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .start();
        lab.use(server.origin());
        proxy.leadTo(port);
        browser = new Browser(TestMedia.make(Path.of("target/media").toAbsolutePath()), "ducksoup", "ducksoup");
    }

    /** Nothing listens there, as far as one can tell. */
    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** The same server under another origin than {@link ServerProcess#origin}. */
    String otherOrigin() {
        return "http://127.0.0.1:" + server.port();
    }

    /** A page of the lab's; options are names and values in turn, small pictures unless they say otherwise. */
    ParticipantPage labPage(String query, Object... options) {
        return ParticipantPage.open(browser, labUrl("/lab.html?" + query, options));
    }

    String labUrl(String pathAndQuery, Object... options) {
        Map<String, Object> all = new TreeMap<>(Map.of(
                "signalingUrl", lab.signaling(), "width", 320, "height", 240, "frameRate", 15, "videoFormat", "VP8"));
        all.put("recordingMode", "none");
        for (int i = 0; i < options.length; i += 2) {
            all.put((String) options[i], options[i + 1]);
        }
        String json = all.entrySet().stream()
                .map(entry -> '"' + entry.getKey() + "\":" + literal(entry.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
        return lab.origin() + pathAndQuery + "&options=" + ParticipantPage.encode(json);
    }

    private static String literal(Object value) {
        return value instanceof String ? "\"" + value + '"' : value.toString();
    }

    @Override
    public void close() throws IOException {
        browser.close();
        server.close();
        proxy.close();
        lab.close();
    }
}
