package org.ducksoup.itest.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.testkit.server.ServerProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code DUCKSOUP_MODE=DEV} from the sources: edited files are served, and the output of esbuild is in the log. */
@Tag("waits")
class DevelopmentTest {
    private static final Path FRONT = Project.ROOT.resolve("front");

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    Path copy;

    @Test
    void editedSourcesAreBuiltAndServed() throws Exception {
        for (String part : new String[] {"src", "scripts", "npm", "tsconfig.json", "package.json"}) {
            copy(FRONT.resolve(part), copy.resolve(part));
        }
        Files.createSymbolicLink(copy.resolve("node_modules"), FRONT.resolve("node_modules"));
        try (ServerProcess server = ServerProcess.of(Project.ASSEMBLY)
                .compilingLittle()
                .with("DUCKSOUP_ICE_SERVERS", "false")
                .with("DUCKSOUP_FRONT_DIR", copy.toString())
                .start()) {
            server.awaitOutput(line -> line.contains(" js_build ") && line.contains("build finished"), PATIENCE);
            Path page = copy.resolve("src/pages/mirror/index.html");
            String edited = Files.readString(page).replaceFirst("<title>.*?</title>", "<title>Edited</title>");
            assertThat(edited).contains("<title>Edited</title>");
            assertThat(body(server, "/test/mirror/")).doesNotContain("<title>Edited</title>");
            Files.writeString(page, edited);
            await().atMost(PATIENCE).until(() -> body(server, "/test/mirror/").contains("<title>Edited</title>"));

            Files.writeString(copy.resolve("src/pages/mirror/mirror.ts"), "import \"./nosuch.ts\";");
            server.awaitOutput(
                    line -> line.contains(" error js_build ") && line.contains("Could not resolve"), PATIENCE);
        }
    }

    private static String body(ServerProcess server, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.page(path))
                .header("Authorization", "Basic ZHVja3NvdXA6ZHVja3NvdXA=")
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
