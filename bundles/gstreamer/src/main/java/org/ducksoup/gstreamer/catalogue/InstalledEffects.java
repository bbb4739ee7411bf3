package org.ducksoup.gstreamer.catalogue;

import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.ducksoup.api.effect.EffectDescription;
import org.ducksoup.api.effect.EffectDescription.Origin;
import org.ducksoup.api.effect.EffectDescription.Property;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.gstreamer.binding.GstLibrary;
import org.ducksoup.gstreamer.binding.NativeList;
import org.ducksoup.gstreamer.binding.NativeText;
import org.ducksoup.gstreamer.element.Domain;
import org.ducksoup.gstreamer.element.ElementFacts;
import org.ducksoup.gstreamer.element.PropertyFacts;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** GStreamer's descriptions of the elements that can be used as effects here. The first call loads their plug-ins. */
public final class InstalledEffects {
    private static final Logger LOGGER = LoggerFactory.getLogger(InstalledEffects.class);

    /**
     * Every video filter has this property. Its default in GStreamer's description is not the default of the filters.
     * It is of no use to scientists.
     */
    private static final String LATENESS = "qos";

    private final EffectCheck check;
    private final EffectRules rules;
    private @Nullable List<EffectDescription> known;

    public InstalledEffects(EffectCheck check, EffectRules rules) {
        this.check = check;
        this.rules = rules;
    }

    public synchronized List<EffectDescription> all() {
        if (known == null) {
            long begin = System.nanoTime();
            List<EffectDescription> found = new ArrayList<>();
            forEachFactory(factory -> found.addAll(describe(factory).toList()));
            found.sort(Comparator.comparing(EffectDescription::name));
            known = List.copyOf(found);
            LOGGER.info("{} effects found in {} ms", found.size(), (System.nanoTime() - begin) / 1_000_000);
        }
        return known;
    }

    /** The names of the installed elements that have one of these words in their class. */
    static List<String> factories(String... words) {
        List<String> names = new ArrayList<>();
        forEachFactory(factory -> {
            List<String> classes = List.of(text(factory, "klass").split("/"));
            if (Stream.of(words).anyMatch(classes::contains)) {
                names.add(NativeText.nameOf(factory));
            }
        });
        return names;
    }

    /** The names of the elements of a plug-in that is loaded. */
    public static List<String> factoriesOf(String plugin) {
        List<String> names = new ArrayList<>();
        forEachFactory(factory -> {
            if (plugin.equals(GstLibrary.gst_plugin_feature_get_plugin_name(factory))) {
                names.add(NativeText.nameOf(factory));
            }
        });
        return names;
    }

    private static void forEachFactory(LongConsumer task) {
        Pointer list = GstLibrary.gst_registry_get_feature_list(
                GstLibrary.gst_registry_get(), GstLibrary.gst_element_factory_get_type());
        NativeList.forEach(list, task);
        GstLibrary.gst_plugin_feature_list_free(list);
    }

    private Stream<EffectDescription> describe(long factory) {
        String name = NativeText.nameOf(factory);
        // Only elements that can be allowed are loaded, because loading runs the code of a plug-in.
        if (!rules.mayAllow(name)) {
            return Stream.empty();
        }
        try {
            return check.find(name).filter(facts -> facts.filtered() != null).stream()
                    .map(facts -> describe(factory, facts));
        } catch (RuntimeException e) {
            LOGGER.warn("{} is not among the effects, because it cannot be examined", name, e);
            return Stream.empty();
        }
    }

    private EffectDescription describe(long factory, ElementFacts facts) {
        MediaKind kind = Objects.requireNonNull(facts.filtered());
        String plugin = GstLibrary.gst_plugin_feature_get_plugin_name(factory);
        return new EffectDescription(
                facts.factory(),
                Origin.ELEMENT,
                kind,
                text(factory, "long-name"),
                text(factory, "description"),
                plugin == null ? "" : plugin,
                properties(facts));
    }

    /** An element of a lab's plug-in, which is not loaded in this process. */
    public static EffectDescription describe(ElementFacts facts) {
        return new EffectDescription(
                facts.factory(),
                Origin.LAB,
                facts.filtered(),
                facts.factory(),
                "an effect of a lab's plug-in",
                "",
                properties(facts));
    }

    private static List<Property> properties(ElementFacts facts) {
        return facts.properties().values().stream()
                .filter(property ->
                        !property.name().equals(LATENESS) && EffectCheck.settable(property) && !property.isFixed())
                .map(InstalledEffects::describe)
                .toList();
    }

    private static Property describe(PropertyFacts property) {
        Domain domain = property.domain();
        String min = null;
        String max = null;
        List<String> choices = List.of();
        EffectDescription.Type type = EffectDescription.Type.STRING;
        if (domain instanceof Domain.Whole whole) {
            boolean isLong = whole.width() != Domain.Width.INT && whole.width() != Domain.Width.UINT;
            type = isLong
                    ? (whole.min().signum() < 0 ? EffectDescription.Type.INT64 : EffectDescription.Type.UINT64)
                    : EffectDescription.Type.INT;
            min = whole.min().toString();
            max = whole.max().toString();
        } else if (domain instanceof Domain.Real real) {
            type = real.isDouble() ? EffectDescription.Type.DOUBLE : EffectDescription.Type.FLOAT;
            min = real.isDouble() ? Double.toString(real.min()) : Float.toString((float) real.min());
            max = real.isDouble() ? Double.toString(real.max()) : Float.toString((float) real.max());
        } else if (domain instanceof Domain.Switch) {
            type = EffectDescription.Type.BOOLEAN;
        } else if (domain instanceof Domain.Choice choice) {
            type = EffectDescription.Type.ENUM;
            choices = nicks(choice.options());
        } else if (domain instanceof Domain.Flags flags) {
            type = EffectDescription.Type.FLAGS;
            choices = nicks(flags.options());
        }
        return new Property(
                property.name(), type, min, max, property.initial(), choices, property.live(), property.description());
    }

    private static List<String> nicks(List<Domain.Option> options) {
        return options.stream().map(Domain.Option::nick).toList();
    }

    private static String text(long factory, String key) {
        String text = GstLibrary.gst_element_factory_get_metadata(factory, key);
        return text == null ? "" : text;
    }
}
