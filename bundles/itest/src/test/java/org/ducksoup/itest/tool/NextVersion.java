package org.ducksoup.itest.tool;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Bundles of this build under a later version, and a features file that has them. */
public final class NextVersion {
    public static final String VERSION = "1.0.1";

    private NextVersion() {}

    /**
     * Writes a features file, and the bundles beside it.
     *
     * @param bundles their names without the prefix; each is the bundle of the feature {@code ducksoup-NAME}
     */
    public static Path features(Path directory, String... bundles) throws IOException {
        StringBuilder features = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<features name=\"ducksoup-next\" xmlns=\"http://karaf.apache.org/xmlns/features/v1.6.0\">\n");
        for (String bundle : bundles) {
            Path jar = directory.resolve(bundle + "-" + VERSION + ".jar");
            copy(
                    Project.ROOT.resolve(
                            "bundles/" + bundle + "/target/org.ducksoup." + bundle + "-1.0.0-SNAPSHOT.jar"),
                    jar);
            features.append("  <feature name=\"ducksoup-%s\" version=\"%s\"><bundle>%s</bundle></feature>%n"
                    .formatted(bundle, VERSION, jar.toUri()));
        }
        Path file = directory.resolve("features.xml");
        Files.writeString(file, features.append("</features>\n"));
        return file;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (JarFile old = new JarFile(from.toFile());
                OutputStream out = Files.newOutputStream(to)) {
            Manifest manifest = old.getManifest();
            manifest.getMainAttributes().put(new Attributes.Name("Bundle-Version"), VERSION);
            try (JarOutputStream jar = new JarOutputStream(out, manifest)) {
                for (Enumeration<JarEntry> entries = old.entries(); entries.hasMoreElements(); ) {
                    JarEntry entry = entries.nextElement();
                    if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        jar.putNextEntry(new JarEntry(entry.getName()));
                        try (InputStream in = old.getInputStream(entry)) {
                            in.transferTo(jar);
                        }
                        jar.closeEntry();
                    }
                }
            }
        }
    }
}
