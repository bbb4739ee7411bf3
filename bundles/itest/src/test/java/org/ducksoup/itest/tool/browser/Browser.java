package org.ducksoup.itest.tool.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ducksoup.itest.tool.TemporaryDirectory;

/** Debian's Chromium, headless, with a camera and a microphone that play files. */
public final class Browser implements AutoCloseable {
    private final Playwright playwright;
    private final BrowserContext context;
    private final List<String> complaints = new ArrayList<>();

    /** Opens a browser whose camera and microphone play these files. */
    public Browser(TestMedia media, String login, String password) throws IOException {
        this(login, password, playing(media));
    }

    /**
     * Opens a browser that also trusts one unsigned certificate.
     *
     * @param publicKeyHash of the certificate
     */
    public static Browser trusting(String publicKeyHash, TestMedia media, String login, String password)
            throws IOException {
        List<String> arguments = new ArrayList<>(playing(media));
        arguments.add("--ignore-certificate-errors-spki-list=" + publicKeyHash);
        return new Browser(login, password, arguments);
    }

    /** On a network, or with an extension, that lets no UDP through. */
    public static Browser withoutUdp(TestMedia media, String login, String password) throws IOException {
        List<String> arguments = new ArrayList<>(playing(media));
        arguments.add("--webrtc-ip-handling-policy=disable_non_proxied_udp");
        return new Browser(login, password, arguments);
    }

    /**
     * In which pages of this host and port, which are those of this machine, count as pages of the public internet. The
     * browser asks before such a page may go to the local network, and nobody answers.
     */
    public static Browser onPublicPages(TestMedia media, String host, int port) throws IOException {
        List<String> arguments = new ArrayList<>(playing(media));
        arguments.add("--ip-address-space-overrides=127.0.0.1:" + port + "=public");
        arguments.add("--host-resolver-rules=MAP " + host + " 127.0.0.1");
        arguments.add("--unsafely-treat-insecure-origin-as-secure=http://" + host + ":" + port);
        return new Browser("ducksoup", "ducksoup", arguments);
    }

    /** Pages of this origin may use devices, although they come without TLS and from another machine. */
    public static Browser trustingOrigin(String origin, TestMedia media, String login, String password)
            throws IOException {
        List<String> arguments = new ArrayList<>(playing(media));
        arguments.add("--unsafely-treat-insecure-origin-as-secure=" + origin);
        return new Browser(login, password, arguments);
    }

    /**
     * Opens a browser with the devices of this machine; a server has none. Access to devices is granted without a
     * prompt.
     */
    public Browser(String login, String password) throws IOException {
        this(login, password, List.of("--use-fake-ui-for-media-stream"));
    }

    private Browser(String login, String password, List<String> more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--autoplay-policy=no-user-gesture-required"));
        arguments.addAll(more);
        playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of(
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1",
                        "PLAYWRIGHT_NODEJS_PATH",
                        find("node").toString())));
        context = playwright
                .chromium()
                .launchPersistentContext(
                        TemporaryDirectory.make("ducksoup-browser"),
                        new BrowserType.LaunchPersistentContextOptions()
                                .setExecutablePath(behindTheServer(find("chromium")))
                                .setHttpCredentials(login, password)
                                .setViewportSize(1280, 800)
                                .setArgs(arguments));
    }

    private static List<String> playing(TestMedia media) {
        return List.of(
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                "--use-file-for-fake-video-capture=" + media.picture(),
                "--use-file-for-fake-audio-capture=" + media.sound());
    }

    /**
     * Opens a page, and keeps the warnings and errors of its console.
     *
     * @param scripts run in the page before the page's own scripts
     */
    public Page open(String url, String... scripts) {
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.addInitScript(readScript());
        for (String script : scripts) {
            page.addInitScript(script);
        }
        page.navigate(url);
        return page;
    }

    /** Console warnings and errors of all pages so far, content security policy violations among them. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    public void forgetComplaints() {
        complaints.clear();
    }

    /** Closes all pages except the first one, because a browser without a page would end. */
    public void closePages() {
        context.pages().stream().skip(1).forEach(Page::close);
    }

    public static String readScript() {
        try (var in = Browser.class.getResourceAsStream("/measure.js")) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /**
     * The browser as a program of lower priority. Participants' browsers run on machines of their own; here it would keep the
     * server from the processor, whose threads that change pictures have a lower priority too.
     */
    private static Path behindTheServer(Path browser) throws IOException {
        Path script = Files.createTempFile("ducksoup-browser", ".sh");
        Files.writeString(script, "#!/bin/sh\nexec nice -n 10 '" + browser + "' \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        script.toFile().deleteOnExit();
        return script;
    }

    public static Path find(String program) {
        for (String directory : System.getenv("PATH").split(":")) {
            Path candidate = Path.of(directory, program);
            if (Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        throw new IllegalStateException(program + " is not installed: run ./ducksoup setup --test");
    }

    @Override
    public void close() {
        context.close();
        playwright.close();
    }
}
