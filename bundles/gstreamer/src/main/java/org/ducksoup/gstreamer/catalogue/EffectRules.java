package org.ducksoup.gstreamer.catalogue;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ducksoup.gstreamer.element.ElementFacts;
import org.ducksoup.gstreamer.element.PropertyFacts;

/**
 * Which elements are effects. By default those whose class says that they are filters, effects or converters, and nothing
 * that reaches beyond the picture or the sound.
 *
 * @param allowed names allowed whatever their class
 * @param refused names never allowed
 */
public record EffectRules(Set<String> allowed, Set<String> refused) {
    private static final Set<String> WANTED = Set.of("Filter", "Effect", "Converter");
    private static final Set<String> UNWANTED = Set.of(
            "Source",
            "Sink",
            "Muxer",
            "Demuxer",
            "Network",
            "File",
            "Generic",
            "Bin",
            "Codec",
            "Encoder",
            "Decoder",
            "Parser",
            "Payloader",
            "Depayloader",
            "RTP",
            "Device",
            "Debug",
            "Testing");
    /** Parts of the names of properties that make an element open a file, a device or a connection. */
    private static final Set<String> REACHING = Set.of(
            "location",
            "file",
            "filename",
            "path",
            "dir",
            "directory",
            "profile",
            "template",
            "uri",
            "url",
            "device",
            "socket",
            "host",
            "address",
            "display",
            "command",
            "script",
            "plugin",
            "library",
            "module",
            "model",
            "config",
            "fontconfig",
            "cascade");

    public EffectRules {
        allowed = Set.copyOf(allowed);
        refused = Set.copyOf(refused);
    }

    public static EffectRules of(String[] allowed, String[] refused) {
        return new EffectRules(names(allowed), names(refused));
    }

    boolean allows(ElementFacts element) {
        if (element.filtered() == null || refused.contains(element.factory())) {
            return false;
        }
        return allowed.contains(element.factory())
                || (element.classes().stream().anyMatch(WANTED::contains)
                        && element.classes().stream().noneMatch(UNWANTED::contains));
    }

    /** Whether an element could be allowed, as far as can be told without loading it. */
    boolean mayAllow(String factory, String elementClass) {
        return !refused.contains(factory)
                && (allowed.contains(factory)
                        || (Stream.of(elementClass.split("/")).anyMatch(WANTED::contains)
                                && Stream.of(elementClass.split("/")).noneMatch(UNWANTED::contains)));
    }

    /** A text can name a file; who is allowed by name is trusted with that. */
    boolean allows(ElementFacts element, PropertyFacts property) {
        return allowed.contains(element.factory())
                || !(property.domain() instanceof PropertyFacts.Domain.Text)
                || Stream.of(property.name().split("[-_]")).noneMatch(REACHING::contains);
    }

    private static Set<String> names(String[] names) {
        return Stream.of(names).map(String::trim).filter(n -> !n.isEmpty()).collect(Collectors.toUnmodifiableSet());
    }
}
