package org.ducksoup.itest.extension;

import static java.util.stream.Collectors.joining;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.maven;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.keepRuntimeFolder;

import java.io.File;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** Runs inside the container of the assembled distribution. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class InContainerTest {
    private static final long START_TIMEOUT_MILLIS = 60_000;
    private static final String LOCAL_REPOSITORY = "org.ops4j.pax.url.mvn.localRepository";

    @Inject
    private BundleContext context;

    @Inject
    private ServiceComponentRuntime components;

    @Configuration
    public static Option[] distribution() {
        return new Option[] {
            karafDistributionConfiguration()
                    .frameworkUrl(maven("org.ducksoup", "org.ducksoup.karaf-assembly", "1.0.0-SNAPSHOT")
                            .type("tar.gz"))
                    .name("ducksoup")
                    .unpackDirectory(new File("target/exam"))
                    .useDeployFolder(false),
            keepRuntimeFolder(),
            // Pax Exam's own bundles are in the repository that the build uses.
            editConfigurationFilePut(
                    "etc/org.ops4j.pax.url.mvn.cfg", LOCAL_REPOSITORY, System.getProperty(LOCAL_REPOSITORY)),
            configureConsole().ignoreLocalConsole().ignoreRemoteShell(),
            editConfigurationFilePut("etc/org.ducksoup.web.cfg", "port", "18190"),
            editConfigurationFilePut("etc/org.ducksoup.web.cfg", "bindAddress", "127.0.0.1"),
            editConfigurationFilePut("etc/org.ducksoup.transport.cfg", "udpPort", "18191")
        };
    }

    @Test
    public void everyComponentIsSatisfied() throws InterruptedException {
        long deadline = System.currentTimeMillis() + START_TIMEOUT_MILLIS;
        String unsatisfied = unsatisfied();
        while (!unsatisfied.isEmpty() && System.currentTimeMillis() < deadline) {
            Thread.sleep(200);
            unsatisfied = unsatisfied();
        }
        assertEquals("", unsatisfied);
        assertTrue(
                "components of ours",
                components.getComponentDescriptionDTOs(ours()).size() >= 7);
    }

    private String unsatisfied() {
        return components.getComponentDescriptionDTOs(ours()).stream()
                .flatMap(this::unsatisfied)
                .collect(joining("; "));
    }

    private Stream<String> unsatisfied(ComponentDescriptionDTO component) {
        Collection<ComponentConfigurationDTO> configurations = components.getComponentConfigurationDTOs(component);
        if (configurations.isEmpty()) {
            return Stream.of(component.name + ": no configuration");
        }
        return configurations.stream()
                .filter(c ->
                        c.state != ComponentConfigurationDTO.ACTIVE && c.state != ComponentConfigurationDTO.SATISFIED)
                .map(c -> component.name + ": "
                        + Arrays.stream(c.unsatisfiedReferences)
                                .map(reference -> reference.name + " " + reference.target)
                                .collect(joining(", "))
                        + (c.failure == null ? "" : c.failure));
    }

    @Test
    public void ofOurCodeOnlyTheContractsAndTheBindingsExport() {
        Set<String> exporting = new TreeSet<>();
        for (Bundle bundle : ours()) {
            BundleWiring wiring = bundle.adapt(BundleWiring.class);
            if (!wiring.getCapabilities(PackageNamespace.PACKAGE_NAMESPACE).isEmpty()) {
                exporting.add(bundle.getSymbolicName());
            }
        }
        exporting.removeIf(name -> name.startsWith("org.ducksoup.repack."));
        assertEquals(
                Set.of(
                        "org.ducksoup.api",
                        "org.ducksoup.rtp",
                        "org.ducksoup.gstreamer.binding",
                        "org.ducksoup.transport.binding"),
                exporting);
    }

    private Bundle[] ours() {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getSymbolicName() != null
                        && bundle.getSymbolicName().startsWith("org.ducksoup."))
                .toArray(Bundle[]::new);
    }
}
