package org.ducksoup.gstreamer;

import com.sun.jna.Native;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.ducksoup.api.pipeline.MediaPipeline;
import org.ducksoup.gstreamer.binding.GstLibrary;
import org.ducksoup.gstreamer.worker.Worker;
import org.ducksoup.rtp.payload.PictureSize;
import org.freedesktop.gstreamer.Gst;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/**
 * The program of workers, from the bundles that this one is wired to: a worker always runs the same code as the server, also after
 * an update of a bundle.
 */
final class BundlePrograms {
    /** Jars in this bundle that the server has from elsewhere: the logging API and what writes to standard error. */
    private static final String EXTRA = "worker-lib";

    private static final List<Class<?>> PARTS =
            List.of(Worker.class, MediaPipeline.class, GstLibrary.class, Gst.class, Native.class, PictureSize.class);

    private final BundleContext context;

    BundlePrograms(BundleContext context) {
        this.context = context;
    }

    List<Path> write(Path directory) throws IOException {
        Set<Bundle> bundles = new LinkedHashSet<>();
        PARTS.forEach(part -> bundles.add(FrameworkUtil.getBundle(part)));
        List<Path> classPath = new ArrayList<>();
        for (Bundle bundle : bundles) {
            write(bundle, directory, classPath);
        }
        return classPath;
    }

    private void write(Bundle bundle, Path directory, List<Path> classPath) throws IOException {
        Path jar = directory.resolve(bundle.getSymbolicName() + ".jar");
        classPath.add(jar);
        var entries = bundle.findEntries("/", "*", true);
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (URL entry : entries == null ? List.<URL>of() : Collections.list(entries)) {
                String name = entry.getPath().substring(1);
                if (name.endsWith("/")) {
                    continue;
                }
                try (InputStream content = entry.openStream()) {
                    if (!name.endsWith(".jar")) {
                        zip.putNextEntry(new ZipEntry(name));
                        content.transferTo(zip);
                    } else if (name.startsWith("lib/") || (bundle == context.getBundle() && name.startsWith(EXTRA))) {
                        Path nested = directory.resolve(name.substring(name.lastIndexOf('/') + 1));
                        Files.copy(content, nested);
                        classPath.add(nested);
                    }
                }
            }
        }
    }
}
