package org.ducksoup.itest.tool.running;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.itest.tool.browser.Browser;
import org.ducksoup.itest.tool.browser.LabServer;
import org.ducksoup.itest.tool.browser.ParticipantPage;
import org.ducksoup.itest.tool.browser.TestMedia;
import org.ducksoup.testkit.peer.HeadlessClients;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server for the tests of a class, in a static field with {@code @RegisterExtension}. Classes with the same settings
 * share one process, also at the same time, and classes that follow each other share the browsers. Both end with the
 * whole run. Participants and pages end with the class.
 *
 * <p>Names of interactions and of users must be unique to the class, because those of other classes remain in the
 * server. A class that stops its server, changes its settings while it runs, or counts its contents, starts a server of
 * its own.
 */
public final class RunningServer implements BeforeAllCallback, AfterAllCallback {
    private static final ExtensionContext.Namespace SHARED = ExtensionContext.Namespace.create(RunningServer.class);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Map<String, String> settings = new TreeMap<>(Map.of("DUCKSOUP_ICE_SERVERS", "false"));
    private ExtensionContext.Store run;
    private HeadlessClients clients;
    private SharedBrowsers browsers;
    private int linesBefore;

    private RunningServer() {}

    /** A server with the settings of the distribution, which are those of development, and without STUN servers. */
    public static RunningServer ordinary() {
        return new RunningServer();
    }

    public RunningServer with(String variable, String value) {
        settings.put(variable, value);
        return this;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        run = context.getRoot().getStore(SHARED);
        if (!server().isAlive()) {
            throw new AssertionError("the server that this class shares with others has ended:\n" + server().output());
        }
        linesBefore = server().output(line -> true).size();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (clients != null) {
            clients.close();
            clients = null;
        }
        if (browsers != null) {
            pool().giveBack(browsers);
            browsers = null;
        }
    }

    public ServerProcess server() {
        return meeting().server;
    }

    /** The matching lines of the server's output since this class began. */
    public List<String> output(Predicate<String> fits) {
        return server().output(line -> true).stream()
                .skip(linesBefore)
                .filter(fits)
                .toList();
    }

    /**
     * Waits for such a line, as the server writes its event log a little later than it sends messages.
     *
     * @return the matching lines of the server's output since this class began, at least one
     */
    public List<String> awaitOutput(Predicate<String> fits) {
        return Awaitility.await("a line of the server")
                .atMost(PATIENCE)
                .until(() -> output(fits), lines -> !lines.isEmpty());
    }

    /** Makes the headless participants of the class. */
    public HeadlessClients clients() {
        if (clients == null) {
            clients = HeadlessClients.open();
        }
        return clients;
    }

    /** Chromium with the usual camera and microphone. */
    public Browser browser() {
        try {
            return browser(TestMedia.make(Project.MEDIA));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    public Browser browser(TestMedia media) {
        if (browsers == null) {
            browsers = pool().take();
        }
        return browsers.playing(media);
    }

    /** Opens a page of the lab. Options are names and values in turn. */
    public ParticipantPage labPage(String query, Object... options) {
        return ParticipantPage.open(browser(), meeting().labUrl("/lab.html?" + query, options));
    }

    /** A lab's web server, whose pages use the server. */
    public LabServer lab() {
        return meeting().lab;
    }

    /** The server together with the lab's web server. */
    public Meeting meeting() {
        return run.getOrComputeIfAbsent("server with " + settings, unused -> new Meeting(settings), Meeting.class);
    }

    private BrowserPool pool() {
        return run.getOrComputeIfAbsent(BrowserPool.class);
    }
}
