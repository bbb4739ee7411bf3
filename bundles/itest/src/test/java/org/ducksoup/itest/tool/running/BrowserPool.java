package org.ducksoup.itest.tool.running;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The browsers of a run. A class has some of them to itself, and those that run at the same time have others. */
final class BrowserPool implements ExtensionContext.Store.CloseableResource {
    private final Deque<SharedBrowsers> idle = new ArrayDeque<>();
    private final List<SharedBrowsers> all = new ArrayList<>();

    synchronized SharedBrowsers take() {
        SharedBrowsers browsers = idle.pollFirst();
        if (browsers == null) {
            browsers = new SharedBrowsers();
            all.add(browsers);
        }
        browsers.forgetComplaints();
        return browsers;
    }

    synchronized void giveBack(SharedBrowsers browsers) {
        browsers.closePages();
        idle.addFirst(browsers);
    }

    @Override
    public synchronized void close() {
        all.forEach(SharedBrowsers::close);
    }
}
