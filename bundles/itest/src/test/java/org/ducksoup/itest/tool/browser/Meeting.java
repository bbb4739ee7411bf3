package org.ducksoup.itest.tool.browser;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.network.CuttableProxy;
import org.ducksoup.testkit.network.FreePorts;
import org.ducksoup.testkit.server.ServerProcess;

/** A DuckSoup server, a lab's web server that embeds it, a way between them that can be cut, and a browser with devices. */
public final class Meeting implements AutoCloseable {
    public final LabServer lab = new LabServer();
    public final CuttableProxy proxy = new CuttableProxy();
    public final ServerProcess server;
    public final Browser browser;

    public Meeting() throws IOException, InterruptedException {
        this("127.0.0.1");
    }

    /** @param udpAddresses of this machine, separated by commas, on which the server carries media */
    public Meeting(String udpAddresses) throws IOException, InterruptedException {
        int port = FreePorts.tcp();
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

    /** The same server under another origin than {@link ServerProcess#origin}. */
    public String otherOrigin() {
        return "http://127.0.0.1:" + server.port();
    }

    /** A page of the lab's; options are names and values in turn, small pictures unless they say otherwise. */
    public ParticipantPage labPage(String query, Object... options) {
        return ParticipantPage.open(browser, labUrl("/lab.html?" + query, options));
    }

    public String labUrl(String pathAndQuery, Object... options) {
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
