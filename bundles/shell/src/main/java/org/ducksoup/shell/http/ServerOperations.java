package org.ducksoup.shell.http;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.shell.AvailableEffects;
import org.ducksoup.shell.EffectsDocument;
import org.ducksoup.shell.cluster.Cluster;
import org.ducksoup.shell.doctor.Diagnosis;
import org.ducksoup.shell.doctor.Doctor;
import org.ducksoup.shell.part.DescribedEffect;
import org.ducksoup.shell.part.RegisteredPart;
import org.ducksoup.shell.part.RegisteredParts;
import org.ducksoup.shell.server.Settings;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The operations that show what the server has, and whether it is in order. */
@Component(service = ServerOperations.class)
public final class ServerOperations {
    private final EffectsDocument document;
    private final AvailableEffects effects;
    private final RegisteredParts parts;
    private final Settings settings;
    private final Cluster cluster;
    private final Supplier<List<Diagnosis>> doctor;

    @Activate
    public ServerOperations(
            @Reference EffectsDocument document,
            @Reference AvailableEffects effects,
            @Reference RegisteredParts parts,
            @Reference Settings settings,
            @Reference Cluster cluster,
            @Reference Doctor doctor) {
        this(document, effects, parts, settings, cluster, doctor::examine);
    }

    ServerOperations(
            EffectsDocument document,
            AvailableEffects effects,
            RegisteredParts parts,
            Settings settings,
            Cluster cluster,
            Supplier<List<Diagnosis>> doctor) {
        this.document = document;
        this.effects = effects;
        this.parts = parts;
        this.settings = settings;
        this.cluster = cluster;
        this.doctor = doctor;
    }

    List<Operation> all() {
        return List.of(
                Operation.get("effects", (name, members) -> document.document()),
                Operation.get("effects/{name}", (name, members) -> DescribedEffect.find(name, effects, parts)
                        .document()),
                Operation.get("recorders", (name, members) -> documents(parts.recorders())),
                Operation.get("estimators", (name, members) -> documents(parts.estimators())),
                Operation.get("observers", (name, members) -> documents(parts.observers())),
                Operation.get("settings", this::settings, "name", "changed"),
                Operation.get("nodes", (name, members) -> cluster.documents()),
                Operation.get("doctor", (name, members) -> doctor.get().stream()
                        .map(Diagnosis::document)
                        .toList()));
    }

    private static List<Map<String, Object>> documents(List<RegisteredPart> found) {
        return found.stream().map(RegisteredPart::document).toList();
    }

    private Object settings(String name, RequestMembers members) throws ApiFailure, OperationException {
        String part = members.optionalText("name").orElse(null);
        return Settings.choose(settings.all(), part, members.flag("changed", false)).stream()
                .map(Settings::document)
                .toList();
    }
}
