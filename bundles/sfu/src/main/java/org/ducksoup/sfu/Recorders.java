package org.ducksoup.sfu;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.ducksoup.api.recording.RecorderFactory;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Who writes recordings, by recording mode; labs add modes of their own at any time. */
@Component(service = Recorders.class)
public final class Recorders {
    /** Mode that asks for no recording at all. */
    static final String NONE = "none";

    /** What an unknown mode means. */
    static final String DEFAULT = "muxed";

    private static final String NAME = "ducksoup.recorder.name";

    private final Map<String, RecorderFactory> factories = new ConcurrentHashMap<>();

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, unbind = "removeFactory")
    public void addFactory(RecorderFactory factory, Map<String, Object> properties) {
        if (properties.get(NAME) instanceof String mode) {
            factories.put(mode, factory);
        }
    }

    public void removeFactory(RecorderFactory factory, Map<String, Object> properties) {
        if (properties.get(NAME) instanceof String mode) {
            factories.remove(mode, factory);
        }
    }

    /** Whether a page may ask for this mode and gets it. */
    boolean knows(String mode) {
        return mode.equals(NONE) || factories.containsKey(mode);
    }

    /** Who records in a mode, or in the default one if it is unknown; empty for none, or when there is no recorder. */
    Optional<RecorderFactory> forMode(String mode) {
        if (mode.equals(NONE)) {
            return Optional.empty();
        }
        RecorderFactory factory = factories.get(mode);
        return Optional.ofNullable(factory == null ? factories.get(DEFAULT) : factory);
    }
}
