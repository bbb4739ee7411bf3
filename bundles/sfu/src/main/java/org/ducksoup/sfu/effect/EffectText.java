package org.ducksoup.sfu.effect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecificationException;

/**
 * Reads {@code audioFx} and {@code videoFx}: elements with their properties, and {@code !} between elements. What a
 * client writes becomes names and values; GStreamer never parses it.
 *
 * <pre>
 *   effect   = element *( "!" element )
 *   element  = name *( name "=" value )
 *   name     = letter *( letter / digit / "-" / "_" )
 *   value    = 1*( any but white space, quotes, "!" ) / quoted text with \" and \\ in it
 * </pre>
 */
final class EffectText {
    static final int MAX_LENGTH = 2000;
    static final int MAX_ELEMENTS = 16;
    static final int MAX_PROPERTIES = 64;

    private final String key;
    private final String text;
    private int at;

    private EffectText(String key, String text) {
        this.key = key;
        this.text = text;
    }

    /**
     * Reads an effect.
     *
     * @param key {@code audioFx} or {@code videoFx}, for the refusal
     * @throws PipelineSpecificationException saying where the text stops making sense
     */
    static List<Element> read(String key, String text) throws PipelineSpecificationException {
        if (text.length() > MAX_LENGTH) {
            throw new PipelineSpecificationException(
                    key, text.substring(0, 40) + "…", "an effect has at most " + MAX_LENGTH + " characters");
        }
        return new EffectText(key, text).elements();
    }

    private List<Element> elements() throws PipelineSpecificationException {
        List<Element> elements = new ArrayList<>();
        do {
            if (elements.size() == MAX_ELEMENTS) {
                throw refusal("an effect has at most " + MAX_ELEMENTS + " elements");
            }
            elements.add(element());
        } while (skip('!'));
        if (at < text.length()) {
            throw refusal("expected property=value, or ! and another element, at \"" + rest() + "\"");
        }
        return elements;
    }

    private Element element() throws PipelineSpecificationException {
        String factory = name("the name of an element");
        Map<String, String> properties = new LinkedHashMap<>();
        String controlName = null;
        while (startsName()) {
            String property = name("the name of a property");
            if (at == text.length() || text.charAt(at) != '=') {
                throw refusal("expected = after \"" + property + "\"");
            }
            at++;
            String value = value(property);
            // By this name the page controls the effect. GStreamer's own name of the element is a private one.
            if (property.equals("name")) {
                controlName = value;
            } else if (properties.putIfAbsent(property, value) != null) {
                throw refusal("property \"" + property + "\" is given twice");
            } else if (properties.size() > MAX_PROPERTIES) {
                throw refusal("an element has at most " + MAX_PROPERTIES + " properties");
            }
        }
        return new Element(factory, controlName, properties);
    }

    private boolean startsName() {
        skipSpace();
        return at < text.length() && isLetter(text.charAt(at));
    }

    private String name(String what) throws PipelineSpecificationException {
        if (!startsName()) {
            throw refusal("expected " + what + (at < text.length() ? " at \"" + rest() + "\"" : " at the end"));
        }
        int begin = at;
        while (at < text.length() && isNamePart(text.charAt(at))) {
            at++;
        }
        return text.substring(begin, at);
    }

    private String value(String property) throws PipelineSpecificationException {
        if (at < text.length() && text.charAt(at) == '"') {
            return quoted(property);
        }
        int begin = at;
        while (at < text.length() && isValuePart(text.charAt(at))) {
            at++;
        }
        if (at == begin) {
            throw refusal("property \"" + property + "\" has no value");
        }
        return text.substring(begin, at);
    }

    private String quoted(String property) throws PipelineSpecificationException {
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return value.toString();
            }
            if (c == '\\' && at + 1 < text.length()) {
                at++;
                c = text.charAt(at);
            }
            value.append(c);
        }
        throw refusal("the quoted value of \"" + property + "\" does not end");
    }

    private boolean skip(char wanted) {
        skipSpace();
        boolean there = at < text.length() && text.charAt(at) == wanted;
        if (there) {
            at++;
        }
        return there;
    }

    private void skipSpace() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private PipelineSpecificationException refusal(String sentence) {
        return new PipelineSpecificationException(key, shortened(text), sentence);
    }

    private String rest() {
        return shortened(text.substring(at));
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isNamePart(char c) {
        return isLetter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    private static boolean isValuePart(char c) {
        return c > ' ' && c < 0x7f && c != '"' && c != '\'' && c != '!';
    }
}
