package org.ducksoup.itest.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ducksoup.itest.tool.Project;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contents of the distribution, and their licences. */
@Tag("waits")
class DistributionTest {
    @Test
    void ofOurCodeOnlyTheContractsExport() throws IOException {
        Map<String, Set<String>> exports = new TreeMap<>();
        for (Path jar : Project.jars()) {
            String name = jar.getFileName().toString();
            if (name.startsWith("org.ducksoup.") && !name.startsWith("org.ducksoup.repack.")) {
                exports.put(name.replaceAll("-[0-9].*", ""), exportedPackages(jar));
            }
        }
        assertThat(exports)
                .containsKeys("org.ducksoup.api", "org.ducksoup.rtp", "org.ducksoup.web", "org.ducksoup.sfu");
        assertThat(exports.get("org.ducksoup.api")).isNotEmpty();
        exports.forEach((bundle, packages) -> {
            if (bundle.endsWith(".binding")) {
                assertThat(packages).as("%s, for one bundle alone", bundle).hasSize(1);
            } else if (!Set.of("org.ducksoup.api", "org.ducksoup.rtp").contains(bundle)) {
                assertThat(packages).as(bundle).isEmpty();
            }
        });
    }

    private static Set<String> exportedPackages(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            String header = file.getManifest().getMainAttributes().getValue("Export-Package");
            // The header names packages more than once: what each uses is behind it.
            return header == null ? Set.of() : new TreeSet<>(List.of(header.split(",")));
        }
    }

    @Test
    void everyThirdPartyJarIsInTheNotice() throws IOException {
        Set<String> shipped = new TreeSet<>();
        for (Path jar : Project.jars()) {
            String artifact = artifact(jar);
            if (!artifact.startsWith("org.ducksoup.")) {
                shipped.add(artifact);
            }
        }
        Set<String> noted = Files.readAllLines(Project.ROOT.resolve("NOTICE")).stream()
                .map(line -> line.split(" ")[0])
                .filter(word -> word.matches("[a-z0-9._-]+:[A-Za-z0-9._-]+"))
                .map(word -> word.substring(word.indexOf(':') + 1))
                .flatMap(artifact -> Stream.of(artifact, artifact.replaceAll("-[0-9.]+$", "")))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(noted).containsAll(shipped);
    }

    @Test
    void theBillOfMaterialsNamesEveryJarAndEveryPackedLibrary() throws IOException, InterruptedException {
        Process node = new ProcessBuilder(
                        "node", Project.ROOT.resolve("karaf-assembly/sbom.mjs").toString(), Project.ASSEMBLY.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        JsonNode bom = new ObjectMapper().readTree(node.getInputStream());
        assertThat(node.waitFor()).isZero();
        assertThat(bom.path("bomFormat").asText()).isEqualTo("CycloneDX");
        Set<String> names = new TreeSet<>();
        for (JsonNode component : bom.path("components")) {
            String name = component.path("name").asText();
            names.addAll(List.of(name, name.replaceAll("-[0-9.]+$", "")));
            assertThat(component.path("licenses")).as(component.toString()).isNotEmpty();
            assertThat(component.path("version").asText())
                    .as(component.toString())
                    .isNotEmpty();
            assertThat(component.path("group").asText())
                    .as(component.toString())
                    .isNotEmpty();
        }
        assertThat(names)
                .containsAll(
                        Project.jars().stream().map(DistributionTest::artifact).toList())
                .containsAll(packedLibraries());
    }

    /** What the bundles that pack libraries say in their bnd.bnd: names of jars, up to the version. */
    private static List<String> packedLibraries() throws IOException {
        List<String> names = new ArrayList<>();
        for (String bundle : List.of("repack-jitsi", "repack-gstreamer", "repack-micrometer")) {
            String instructions = Files.readString(Project.ROOT.resolve("bundles/" + bundle + "/bnd.bnd"));
            Matcher jar =
                    Pattern.compile("[@=]([A-Za-z0-9-]+?)-[0-9]?\\*\\.jar").matcher(instructions);
            while (jar.find()) {
                names.add(jar.group(1));
            }
        }
        assertThat(names).hasSize(9 + 1 + 11);
        return names;
    }

    /**
     * Jars in the container's own {@code lib} have their version in the file name only. The names of some artifacts end
     * like a version.
     */
    private static String artifact(Path jar) {
        Path system = Project.ASSEMBLY.resolve("system");
        if (jar.startsWith(system)) {
            Path relative = system.relativize(jar);
            return relative.getName(relative.getNameCount() - 3).toString();
        }
        return jar.getFileName().toString().replaceAll("-[0-9][0-9_.-]*\\.jar$", "");
    }

    @Test
    void librariesPackedIntoOurBundlesBringTheirLicences() throws IOException {
        assertThat(entries("org.ducksoup.repack.jitsi"))
                .contains("META-INF/NOTICE", "META-INF/licenses/Apache-2.0.txt")
                .noneMatch(entry -> entry.startsWith("org/bitlet/weupnp/"));
        assertThat(entries("org.ducksoup.repack.gstreamer"))
                .contains("META-INF/NOTICE", "META-INF/licenses/LGPL-3.0.txt", "lib/gst1-java-core.jar")
                .noneMatch(entry -> entry.endsWith(".class"));
    }

    private static List<String> entries(String bundle) throws IOException {
        Path jar = Project.jars().stream()
                .filter(path -> path.getFileName().toString().startsWith(bundle + "-"))
                .findFirst()
                .orElseThrow();
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().map(entry -> entry.getName()).toList();
        }
    }
}
