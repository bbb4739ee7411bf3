package org.ducksoup.itest.tool.browser;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.ducksoup.itest.tool.TemporaryDirectory;

/**
 * Debian's Firefox, headless, with Firefox's own fake camera and microphone. It is driven over WebDriver BiDi
 * (https://w3c.github.io/webdriver-bidi/), because Playwright works only with a Firefox that was built for it.
 */
public final class Firefox implements AutoCloseable {
    private static final String LISTENING = "WebDriver BiDi listening on ";
    private static final int PATIENCE_SECONDS = 60;

    /** Fake devices without permission prompts, addresses instead of mDNS names, and no connections to other hosts. */
    private static final List<String> PREFERENCES = List.of(
            "media.navigator.streams.fake=true",
            "media.navigator.permission.disabled=true",
            "media.autoplay.default=0",
            "media.peerconnection.ice.obfuscate_host_addresses=false",
            "media.gmp-manager.updateEnabled=false",
            "media.gmp-provider.enabled=false",
            "app.update.enabled=false",
            "app.normandy.enabled=false",
            "browser.safebrowsing.malware.enabled=false",
            "browser.safebrowsing.phishing.enabled=false",
            "browser.shell.checkDefaultBrowser=false",
            "datareporting.policy.dataSubmissionEnabled=false",
            "extensions.update.enabled=false",
            "network.captive-portal-service.enabled=false",
            "network.connectivity-service.enabled=false",
            "services.settings.server=\"data:,#remote-settings-dummy/v1\"",
            "toolkit.telemetry.enabled=false");

    private final Process process;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonObject>> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger lastId = new AtomicInteger();
    private final String context;

    public Firefox() throws IOException {
        Path profile = TemporaryDirectory.make("ducksoup-firefox");
        Files.writeString(
                profile.resolve("user.js"),
                PREFERENCES.stream()
                        .map(preference -> preference.split("=", 2))
                        .map(pair -> "user_pref(\"" + pair[0] + "\", " + pair[1] + ");")
                        .collect(Collectors.joining("\n")));
        process = new ProcessBuilder(
                        Browser.find("firefox-esr").toString(),
                        "--headless",
                        "--no-remote",
                        "--remote-debugging-port=0",
                        // For endDevices.
                        "--remote-allow-system-access",
                        "--profile",
                        profile.toString(),
                        "about:blank")
                .redirectErrorStream(true)
                .start();
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address() + "/session"), new Listener())
                .join();
        call("session.new", "{\"capabilities\":{}}");
        context = firstContext("{}");
        JsonObject preload = new JsonObject();
        preload.addProperty("functionDeclaration", "() => {" + Browser.readScript() + "}");
        call("script.addPreloadScript", preload.toString());
    }

    public void navigate(String url) {
        JsonObject parameters = inContext();
        parameters.addProperty("url", url);
        parameters.addProperty("wait", "complete");
        call("browsingContext.navigate", parameters.toString());
    }

    /** Evaluates an expression, waits if it is a promise, and returns the value as JSON. */
    public JsonElement evaluate(String expression) {
        return evaluate(expression, context);
    }

    /**
     * Ends the page's camera and microphone, as somebody does who clicks "stop sharing" beside the address. A page cannot: this
     * Firefox hands events that a script made to no listener of a track.
     */
    public void endDevices() {
        evaluate(
                "(() => {"
                        + " const page = gBrowser.selectedBrowser.browsingContext.currentWindowGlobal;"
                        + " page.getActor('WebRTC').sendAsyncMessage('webrtc:StopSharing', String(page.innerWindowId));"
                        + " })()",
                firstContext("{\"moz:scope\":\"chrome\"}"));
    }

    private String firstContext(String parameters) {
        return call("browsingContext.getTree", parameters)
                .getAsJsonArray("contexts")
                .get(0)
                .getAsJsonObject()
                .get("context")
                .getAsString();
    }

    private JsonElement evaluate(String expression, String where) {
        JsonObject parameters = new JsonObject();
        parameters.addProperty(
                "expression", "Promise.resolve(" + expression + ").then((value) => JSON.stringify(value ?? null))");
        JsonObject target = new JsonObject();
        target.addProperty("context", where);
        parameters.add("target", target);
        parameters.addProperty("awaitPromise", true);
        JsonObject result = call("script.evaluate", parameters.toString());
        if (!"success".equals(result.get("type").getAsString())) {
            throw new AssertionError(expression + ": " + result.get("exceptionDetails"));
        }
        return JsonParser.parseString(
                result.getAsJsonObject("result").get("value").getAsString());
    }

    private JsonObject inContext() {
        JsonObject target = new JsonObject();
        target.addProperty("context", context);
        return target;
    }

    private JsonObject call(String method, String parameters) {
        int id = lastId.incrementAndGet();
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        socket.sendText("{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + parameters + "}", true);
        JsonObject message =
                answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        if (!"success".equals(message.get("type").getAsString())) {
            throw new AssertionError(method + ": " + message);
        }
        return message.getAsJsonObject("result");
    }

    /** Firefox writes its address to its standard error. */
    private String address() throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.contains(LISTENING)) {
                Thread drain = new Thread(() -> reader.lines().forEach(ignored -> {}), "firefox-output");
                drain.setDaemon(true);
                drain.start();
                return line.substring(line.indexOf(LISTENING) + LISTENING.length())
                        .trim();
            }
        }
        throw new IOException("Firefox ended before it could be driven");
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                JsonObject message = JsonParser.parseString(text.toString()).getAsJsonObject();
                text.setLength(0);
                JsonElement id = message.get("id");
                CompletableFuture<JsonObject> answer =
                        id == null || id.isJsonNull() ? null : waiting.remove(id.getAsInt());
                if (answer != null) {
                    answer.complete(message);
                }
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
