package org.ducksoup.itest.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.browser.Browser;
import org.ducksoup.itest.tool.browser.ParticipantPage;
import org.ducksoup.itest.tool.browser.TestMedia;
import org.ducksoup.itest.tool.running.RunningServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pages of the public internet, and a server in the participant's own network. Chromium asks for a permission in between. */
@Tag("waits")
class LocalNetworkTest {
    @RegisterExtension
    static final RunningServer running = RunningServer.ordinary();

    /** A public page, a server on the participant's machine, and a browser that asks, and that nobody answers. */
    @Test
    void aBrowserThatKeepsThePageFromTheLocalNetworkIsRecognised() throws Exception {
        running.lab().put("/own-player.js", player());
        int port = Integer.parseInt(running.lab().origin().replaceFirst(".*:", ""));
        try (Browser browser = Browser.onPublicPages(TestMedia.make(Project.MEDIA), "lab.example", port);
                ParticipantPage ann = ParticipantPage.open(
                        browser,
                        running.meeting()
                                .labUrl("/own-player.html?", "interactionName", "local-network", "userId", "ann")
                                .replace("//localhost:" + port + "/own", "//lab.example:" + port + "/own"))) {
            Map<String, Object> error = asMap(ann.await("error"));
            System.out.printf("  %s%n", error);
            assertThat(error).containsEntry("name", "LocalNetworkAccessError");
            assertThat(error.get("message").toString()).contains("allow access to the local network");
            ann.await("closed");
        }
    }

    /** The browser would not let the page load it from the server either. */
    private static String player() throws IOException, InterruptedException {
        URI script = URI.create(running.server().origin() + "/assets/scripts/lib/ducksoup.js");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(script).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object payload) {
        return (Map<String, Object>) payload;
    }
}
