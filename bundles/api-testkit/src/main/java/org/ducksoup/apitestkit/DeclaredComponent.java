package org.ducksoup.apitestkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.ducksoup.api.effect.EffectName;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What the build has written about a component for the container: {@code OSGI-INF/CLASS.xml}. */
final class DeclaredComponent {
    private final Class<?> component;
    private final Element root;

    private DeclaredComponent(Class<?> component, Element root) {
        this.component = component;
        this.root = root;
    }

    /** @throws AssertionError if the class is no component */
    static DeclaredComponent of(Class<?> component) {
        String path = "/OSGI-INF/" + component.getName() + ".xml";
        try (InputStream file = component.getResourceAsStream(path)) {
            assertThat(file)
                    .as(
                            "%s: the server finds %s only if the class has @Component and is built with Maven",
                            path, component.getSimpleName())
                    .isNotNull();
            return new DeclaredComponent(
                    component,
                    DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(file)
                            .getDocumentElement());
        } catch (IOException | ParserConfigurationException | SAXException e) {
            throw new AssertionError(path + " cannot be read", e);
        }
    }

    /** Checks that the component is registered as this service. */
    void provides(Class<?> service) {
        assertThat(attributes("provide", "interface"))
                .as("services of %s", component.getSimpleName())
                .contains(service.getName());
    }

    /**
     * Checks that the component has a name by which a page, or the configuration, can ask for it.
     *
     * @param property of the service, that has the name or the names
     * @param annotation that gives the property
     */
    void isNamed(String property, String annotation) {
        List<String> names = new ArrayList<>();
        for (Element each : elements("property")) {
            if (each.getAttribute("name").equals(property)) {
                String value = each.getAttribute("value");
                names.addAll(
                        value.isEmpty()
                                ? each.getTextContent()
                                        .lines()
                                        .map(String::strip)
                                        .toList()
                                : List.of(value));
            }
        }
        assertThat(names)
                .as("%s needs a name: annotate it with @%s", component.getSimpleName(), annotation)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(name)
                        .as("a name that pages can write: a letter, then letters, digits, - and _")
                        .matches(EffectName.WRITABLE));
    }

    private List<String> attributes(String element, String attribute) {
        return elements(element).stream()
                .map(each -> each.getAttribute(attribute))
                .toList();
    }

    private List<Element> elements(String name) {
        NodeList nodes = root.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
