package org.ducksoup.repack.jitsi;

import org.jitsi.config.JitsiConfig;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * Loads the libraries' {@code reference.conf} while this bundle's class loader is the thread's context class loader: the
 * configuration library looks there and nowhere else, and keeps what it found for the life of the bundle.
 */
public final class Activator implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(Activator.class.getClassLoader());
        try {
            JitsiConfig.Companion.getNewConfig();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void stop(BundleContext context) {}
}
