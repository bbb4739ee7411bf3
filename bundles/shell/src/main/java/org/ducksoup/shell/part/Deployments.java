package org.ducksoup.shell.part;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.shell.part.Deployment.Offer;
import org.ducksoup.shell.part.RegisteredPart.Use;
import org.ducksoup.shell.server.Workers;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** Installs labs' bundles, and updates those that are there. */
@Component(service = Deployments.class)
public final class Deployments {
    private static final Pattern MISSING_PACKAGE = Pattern.compile("osgi\\.wiring\\.package=([\\w.]+)");

    private final BundleContext context;
    private final ServiceComponentRuntime components;
    private final RegisteredParts registered;
    private final DeployedPlugins plugins;

    @Activate
    public Deployments(
            BundleContext context,
            @Reference ServiceComponentRuntime components,
            @Reference RegisteredParts registered,
            @Reference Workers workers) {
        this.context = context;
        this.components = components;
        this.registered = registered;
        plugins = new DeployedPlugins(workers);
    }

    /**
     * Installs a jar, or updates the bundle of its symbolic name, and starts it.
     *
     * @throws OperationException if the jar is no bundle, or this server has no use for it; a bundle that was not there
     *     before is not there afterwards either
     */
    Deployment deploy(Path jar) throws IOException, OperationException {
        String name = symbolicName(jar);
        Optional<Bundle> before = Arrays.stream(context.getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .findFirst();
        Bundle bundle = before.orElse(null);
        try (InputStream content = Files.newInputStream(jar)) {
            if (bundle == null) {
                bundle = context.installBundle(jar.toUri().toString(), content);
            } else {
                bundle.update(content);
            }
            bundle.start();
            List<Offer> offers = new ArrayList<>(plugins.of(bundle));
            if (offers.isEmpty()) {
                offers.addAll(withWarnings(name, Offers.of(components.getComponentDescriptionDTOs(bundle))));
            }
            return new Deployment(name, bundle.getVersion().toString(), before.isPresent(), offers);
        } catch (BundleException | OperationException e) {
            if (bundle != null && before.isEmpty()) {
                uninstall(bundle);
            }
            throw e instanceof OperationException refusal
                    ? refusal
                    : refused(name + " cannot be started: " + reason(e));
        }
    }

    private static String symbolicName(Path jar) throws OperationException {
        if (!Files.isReadable(jar)) {
            throw refused(jar + " is not there, or the server, which runs as " + System.getProperty("user.name")
                    + ", may not read it");
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String name =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME);
            if (name == null) {
                throw refused(jar + " is no bundle: its manifest has no " + Constants.BUNDLE_SYMBOLICNAME
                        + ", which bnd-maven-plugin writes (docs/extending.md)");
            }
            return name.replaceAll(";.*", "").strip();
        } catch (IOException e) {
            throw refused(jar + " is no jar: " + e.getMessage());
        }
    }

    private static OperationException refused(String message) {
        return new OperationException(OperationException.Cause.BAD_VALUE, "jar", message);
    }

    private static String reason(Exception e) {
        String message = String.valueOf(e.getMessage());
        Matcher missing = MISSING_PACKAGE.matcher(message);
        return missing.find()
                ? "it needs the package " + missing.group(1) + ", which this server does not have in that version"
                : message;
    }

    private static void uninstall(Bundle bundle) {
        try {
            bundle.uninstall();
        } catch (BundleException e) {
            throw new IllegalStateException(bundle + " cannot be uninstalled", e);
        }
    }

    /** Says of each name that another bundle has, too, that it is not used. */
    private List<Offer> withWarnings(String bundle, List<Offer> offers) {
        List<RegisteredPart> unused = Stream.of(
                        registered.labEffects(), registered.recorders(), registered.estimators())
                .flatMap(List::stream)
                .filter(part -> part.bundle().equals(bundle) && part.use() != Use.IN_USE)
                .toList();
        List<Offer> judged = new ArrayList<>();
        for (Offer offer : offers) {
            String warning = unused.stream()
                    .filter(part -> part.name().equals(offer.name()))
                    .map(part -> part.use() == Use.NOT_ALLOWED
                            ? "is not used: the name is one of the server's own (labsMayReplace)"
                            : "is not used: another bundle has the name, too (service ranking)")
                    .findFirst()
                    .orElse(offer.hint());
            judged.add(new Offer(offer.kind(), offer.name(), warning));
        }
        return judged;
    }
}
