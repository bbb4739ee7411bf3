package org.ducksoup.sfu.recording;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.ducksoup.api.recording.RecorderFactory;
import org.ducksoup.sfu.media.RecordingMode;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The recorders by recording mode. Labs add modes of their own at any time. */
@Component(service = Recorders.class)
public final class Recorders {
    private static final String NAME = "ducksoup.recorder.name";

    private final Map<String, RecorderFactory> factories = new ConcurrentHashMap<>();

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, unbind = "removeFactory")
    public void addFactory(RecorderFactory factory, Map<String, Object> properties) {
        names(properties).forEach(mode -> factories.put(mode, factory));
    }

    public void removeFactory(RecorderFactory factory, Map<String, Object> properties) {
        names(properties).forEach(mode -> factories.remove(mode, factory));
    }

    private static List<String> names(Map<String, Object> properties) {
        Object names = properties.get(NAME);
        if (names instanceof String[] several) {
            return Arrays.asList(several);
        }
        return names instanceof String one ? List.of(one) : List.of();
    }

    /** Whether the server itself gives the mode a meaning, or a recorder is installed for it. */
    private boolean knows(String mode) {
        return RecordingMode.isBuiltIn(mode) || factories.containsKey(mode);
    }

    /** The mode that counts for a page that asks for this one. An unknown mode means the default one. */
    public RecordingMode mode(String asked) {
        return RecordingMode.of(knows(asked) ? asked : RecordingMode.DEFAULT);
    }

    /** The recorder of a mode; empty if the mode records nothing, or if no recorder is installed for it. */
    Optional<RecorderFactory> forMode(RecordingMode mode) {
        return mode.has(RecordingMode.Feature.RECORDS)
                ? Optional.ofNullable(factories.get(mode.name()))
                : Optional.empty();
    }
}
