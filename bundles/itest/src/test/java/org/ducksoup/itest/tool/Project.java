package org.ducksoup.itest.tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The directories of this project. */
public final class Project {
    public static final Path ASSEMBLY =
            Path.of(System.getProperty("ducksoup.assembly")).normalize();
    public static final Path ROOT = ASSEMBLY.resolve("../../..").normalize();

    /** The directory that keeps media for fake cameras and microphones between runs. */
    public static final Path MEDIA = Path.of("target/media").toAbsolutePath();

    private Project() {}

    /** The directories of this project's bundles, without those that repack other people's code. */
    public static List<Path> bundles() {
        try (Stream<Path> bundles = Files.list(ROOT.resolve("bundles"))) {
            return bundles.filter(bundle -> Files.exists(bundle.resolve("pom.xml")))
                    .filter(bundle -> !bundle.getFileName().toString().startsWith("repack-"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The compiled classes of each bundle, without tests. */
    public static List<Path> classDirectories() {
        return directories("target/classes/org/ducksoup");
    }

    /** The compiled tests of each bundle. */
    public static List<Path> testClassDirectories() {
        return directories("target/test-classes/org/ducksoup");
    }

    private static List<Path> directories(String inBundle) {
        return bundles().stream()
                .map(bundle -> bundle.resolve(inBundle))
                .filter(Files::isDirectory)
                .toList();
    }

    /** Every jar of the distribution, including those of the container. */
    public static List<Path> jars() {
        try (Stream<Path> files = Files.walk(ASSEMBLY)) {
            return files.filter(path -> path.toString().endsWith(".jar"))
                    .filter(path ->
                            path.startsWith(ASSEMBLY.resolve("system")) || path.startsWith(ASSEMBLY.resolve("lib")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
