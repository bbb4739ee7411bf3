package org.ducksoup.itest.tool.running;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ducksoup.itest.tool.browser.Browser;
import org.ducksoup.itest.tool.browser.TestMedia;

/**
 * One browser for each camera and microphone, opened at its first use and closed after the last test. For one thread at
 * a time.
 */
final class SharedBrowsers {
    private final Map<TestMedia, Browser> open = new LinkedHashMap<>();

    Browser playing(TestMedia media) {
        return open.computeIfAbsent(media, SharedBrowsers::start);
    }

    private static Browser start(TestMedia media) {
        try {
            return new Browser(media, "ducksoup", "ducksoup");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void closePages() {
        open.values().forEach(Browser::closePages);
    }

    void forgetComplaints() {
        open.values().forEach(Browser::forgetComplaints);
    }

    void close() {
        open.values().forEach(Browser::close);
    }
}
