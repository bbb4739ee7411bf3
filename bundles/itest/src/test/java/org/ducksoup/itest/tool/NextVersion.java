package org.ducksoup.itest.tool;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Bundles of this build under a later version. */
public final class NextVersion {
    public static final String VERSION = "1.0.1";

    /** How the bundle {@code cluster} begins an object that it sends or shares. */
    private static final Pattern MESSAGE =
            Pattern.compile("JSON\\.createObjectNode\\(\\)|JsonNodeFactory\\.instance\\s*\\.objectNode\\(\\)");
    /** Datagrams, headers, questions, answers and entries. */
    private static final int MESSAGE_CLASSES = 5;

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
                    jar,
                    Map.of());
            features.append("  <feature name=\"ducksoup-%s\" version=\"%s\"><bundle>%s</bundle></feature>%n"
                    .formatted(bundle, VERSION, jar.toUri()));
        }
        Path file = directory.resolve("features.xml");
        Files.writeString(file, features.append("</features>\n"));
        return file;
    }

    /**
     * Makes a distribution whose bundle {@code cluster} has the later version, and writes one member more into each message to other
     * servers and into each entry that they share.
     *
     * @param directory for it, on the disk of this project; what is there is replaced
     */
    public static Path distribution(Path directory) throws IOException {
        Path distribution = directory.resolve("assembly");
        Tool.text("rm", "-rf", directory.toString());
        Files.createDirectories(directory);
        String said = Tool.text("cp", "-al", Project.ASSEMBLY.toString(), distribution.toString());
        String name = "system/org/ducksoup/org.ducksoup.cluster/1.0.0-SNAPSHOT/org.ducksoup.cluster-1.0.0-SNAPSHOT.jar";
        Path jar = distribution.resolve(name);
        if (!Files.exists(jar)) {
            throw new IOException("the distribution cannot be copied: " + said);
        }
        // The file itself belongs to both distributions.
        Files.delete(jar);
        Path original = Project.ASSEMBLY.resolve(name);
        copy(original, jar, compiled(changed(directory.resolve("source")), original, directory.resolve("classes")));
        return distribution;
    }

    /** Sources of the bundle that write JSON, with one member more in each object that begins a message. */
    private static List<Path> changed(Path directory) throws IOException {
        Path sources = Project.ROOT.resolve("bundles/cluster/src/main/java");
        List<Path> changed = new ArrayList<>();
        try (Stream<Path> all = Files.walk(sources)) {
            for (Path source :
                    all.filter(path -> path.toString().endsWith(".java")).toList()) {
                String text = Files.readString(source);
                String more = MESSAGE.matcher(text).replaceAll("$0.put(\"addedLater\", \"by the next version\")");
                // What answers over HTTP is sealed by another class, which is among these.
                if (!more.equals(text) && !text.contains("import org.osgi.")) {
                    Path written = directory.resolve(sources.relativize(source).toString());
                    Files.createDirectories(written.getParent());
                    changed.add(Files.writeString(written, more));
                }
            }
        }
        if (changed.size() < MESSAGE_CLASSES) {
            throw new IOException("the messages of the bundle cluster are made in another way now: " + changed);
        }
        return changed;
    }

    private static Map<String, byte[]> compiled(List<Path> sources, Path bundle, Path classes) throws IOException {
        List<String> options = new ArrayList<>(List.of("-proc:none", "-nowarn", "-d", classes.toString(), "-cp"));
        options.add(Stream.concat(Stream.of(bundle), Project.jars().stream())
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator))
                + File.pathSeparator
                + System.getProperty("java.class.path"));
        sources.forEach(source -> options.add(source.toString()));
        Files.createDirectories(classes);
        if (ToolProvider.getSystemJavaCompiler().run(null, null, null, options.toArray(String[]::new)) != 0) {
            throw new IOException("the next version cannot be compiled: " + sources);
        }
        Map<String, byte[]> compiled = new HashMap<>();
        try (Stream<Path> all = Files.walk(classes)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                compiled.put(classes.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return compiled;
    }

    /** @param changed files of the jar that are replaced, by their names */
    private static void copy(Path from, Path to, Map<String, byte[]> changed) throws IOException {
        try (JarFile old = new JarFile(from.toFile());
                OutputStream out = Files.newOutputStream(to)) {
            Manifest manifest = old.getManifest();
            manifest.getMainAttributes().put(new Attributes.Name("Bundle-Version"), VERSION);
            try (JarOutputStream jar = new JarOutputStream(out, manifest)) {
                for (Enumeration<JarEntry> entries = old.entries(); entries.hasMoreElements(); ) {
                    JarEntry entry = entries.nextElement();
                    if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        jar.putNextEntry(new JarEntry(entry.getName()));
                        byte[] replaced = changed.get(entry.getName());
                        try (InputStream in =
                                replaced == null ? old.getInputStream(entry) : new ByteArrayInputStream(replaced)) {
                            in.transferTo(jar);
                        }
                        jar.closeEntry();
                    }
                }
            }
        }
    }
}
