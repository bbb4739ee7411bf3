package org.ducksoup.itest.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A lab's bundle that is compiled and packed here, with the descriptions that bnd would write. */
public final class LabJar {
    private static final Path API = Project.ROOT.resolve("bundles/api/target/org.ducksoup.api-1.0.0-SNAPSHOT.jar");

    private final String symbolicName;
    private final Map<String, String> components = new LinkedHashMap<>();

    public LabJar(String symbolicName) {
        this.symbolicName = symbolicName;
    }

    /**
     * Adds a component.
     *
     * @param type name of its class
     * @param service what it implements
     * @param property that has its name
     * @param name null if it has none
     */
    public LabJar component(String type, Class<?> service, String property, String name) {
        String named = name == null ? "" : "<property name=\"" + property + "\" value=\"" + name + "\"/>";
        components.put(
                "OSGI-INF/" + type + ".xml",
                "<scr:component xmlns:scr=\"http://www.osgi.org/xmlns/scr/v1.3.0\" name=\"" + type + "\">" + named
                        + "<service><provide interface=\"" + service.getName() + "\"/></service>"
                        + "<implementation class=\"" + type + "\"/></scr:component>");
        return this;
    }

    /** @param source the only source file */
    public Path pack(Path directory, Path source) throws IOException {
        Path classes = Files.createDirectories(directory.resolve("classes"));
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", classes.toString(), "-cp", API.toString(), source.toString());
        assertThat(status).as("compiles %s", source).isZero();
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Bundle-ManifestVersion", "2");
        attributes.putValue("Bundle-SymbolicName", symbolicName);
        attributes.putValue("Bundle-Version", "1.0.0");
        attributes.putValue(
                "Import-Package",
                "org.ducksoup.api.congestion,org.ducksoup.api.effect,org.ducksoup.api.interaction,org.ducksoup.api.media,"
                        + "org.ducksoup.api.recording");
        attributes.putValue("Service-Component", String.join(",", components.keySet()));
        Path jar = directory.resolve(symbolicName + ".jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(out, manifest);
                Stream<Path> compiled = Files.walk(classes)) {
            for (Path file : compiled.filter(Files::isRegularFile).toList()) {
                add(packed, classes.relativize(file).toString(), Files.readAllBytes(file));
            }
            for (Map.Entry<String, String> component : components.entrySet()) {
                add(packed, component.getKey(), component.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    private static void add(JarOutputStream jar, String name, byte[] content) throws IOException {
        jar.putNextEntry(new JarEntry(name));
        jar.write(content);
        jar.closeEntry();
    }
}
