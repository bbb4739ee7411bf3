package org.ducksoup.itest.tool.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ducksoup.itest.tool.Project;

/**
 * Screenshots of a page on a laptop and on a phone, in {@code target/screenshots}. With
 * {@code -Dducksoup.screenshots=write} those of the documentation are also written to {@code docs/screenshots}. Checks
 * that no page needs to be scrolled sideways.
 */
public final class Screenshots {
    private static final boolean KEPT = "write".equals(System.getProperty("ducksoup.screenshots"));

    private Screenshots() {}

    /** Takes a screenshot that the documentation shows. */
    public static void of(Page page, String name) throws IOException {
        of(page, name, KEPT);
    }

    /** Takes a screenshot that the documentation does not show. */
    public static void onlyHere(Page page, String name) throws IOException {
        of(page, name, false);
    }

    private static void of(Page page, String name, boolean kept) throws IOException {
        of(page, name + "-laptop", kept, 1280, 800);
        of(page, name + "-phone", kept, 390, 844);
        page.setViewportSize(1280, 800);
    }

    private static void of(Page page, String name, boolean kept, int width, int height) throws IOException {
        page.setViewportSize(width, height);
        page.waitForTimeout(300);
        assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
                .as("width of %s", name)
                .isLessThanOrEqualTo(width);
        byte[] picture = page.screenshot(new Page.ScreenshotOptions().setFullPage(true));
        String file = name + ".png";
        write(Path.of("target/screenshots"), file, picture);
        if (kept) {
            write(Project.ROOT.resolve("docs/screenshots"), file, picture);
        }
    }

    private static void write(Path directory, String file, byte[] picture) throws IOException {
        Files.write(Files.createDirectories(directory).resolve(file), picture);
    }
}
