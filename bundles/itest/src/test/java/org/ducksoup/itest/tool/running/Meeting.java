package org.ducksoup.itest.tool.running;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.browser.LabServer;
import org.ducksoup.itest.tool.browser.ParticipantPage;
import org.ducksoup.itest.tool.network.CuttableProxy;
import org.ducksoup.testkit.network.FreePorts;
import org.ducksoup.testkit.server.ServerProcess;
import org.ducksoup.testkit.server.ServerStarter;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A DuckSoup server, a lab's web server whose pages embed it, and a connection between them that can be cut.
 */
public final class Meeting implements ExtensionContext.Store.CloseableResource {
    public final LabServer lab;
    public final CuttableProxy proxy;
    public final ServerProcess server;

    Meeting(Map<String, String> settings) {
        try {
            lab = new LabServer();
            proxy = new CuttableProxy();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int port = FreePorts.tcp();
        String origins = "http://localhost:" + port + ",http://127.0.0.1:" + port + "," + lab.origin();
        ServerStarter starter = ServerProcess.of(Project.ASSEMBLY)
                .with("DUCKSOUP_PORT", Integer.toString(port))
                .with("DUCKSOUP_ALLOWED_WS_ORIGINS", origins);
        settings.forEach(starter::with);
        server = starter.start();
        lab.use(server.origin());
        proxy.leadTo(port);
    }

    /** The same server with another origin than {@link ServerProcess#origin}. */
    public String otherOrigin() {
        return "http://127.0.0.1:" + server.port();
    }

    /** The address of a page of the lab. Options are names and values in turn. Pictures are small by default. */
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
        server.close();
        proxy.close();
        lab.close();
    }
}
