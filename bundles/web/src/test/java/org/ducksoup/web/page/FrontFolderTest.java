package org.ducksoup.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrontFolderTest {
    @TempDir
    Path front;

    @Test
    void givesWhatIsBuiltAsItIsNow() throws IOException {
        FrontFolder folder = FrontFolder.of(front);
        assertThat(folder.has("/a/b.js")).isFalse();
        assertThat(folder.find("/a/b.js")).isEmpty();
        Path file = Files.createDirectories(front.resolve("dist/a")).resolve("b.js");
        Files.writeString(file, "one");
        assertThat(folder.find("/a/b.js"))
                .hasValueSatisfying(
                        content -> assertThat(content.bytes()).asString().isEqualTo("one"));
        String before = folder.find("/a/b.js").orElseThrow().etag();
        Files.writeString(file, "two");
        assertThat(folder.has("/a/b.js")).isTrue();
        assertThat(folder.find("/a/b.js").orElseThrow().etag()).isNotEqualTo(before);
    }

    @Test
    void givesNothingElse() throws IOException {
        Files.createDirectories(front.resolve("dist/a"));
        Files.writeString(front.resolve("secret"), "x");
        FrontFolder folder = FrontFolder.of(front);
        for (String path : new String[] {"/../secret", "/a/../../secret", "/a", "/a/", "/"}) {
            assertThat(folder.has(path)).as(path).isFalse();
            assertThat(folder.find(path)).as(path).isEmpty();
        }
        assertThat(FrontFolder.none().has("/secret")).isFalse();
    }
}
