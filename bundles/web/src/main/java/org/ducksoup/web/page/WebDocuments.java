package org.ducksoup.web.page;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.ducksoup.api.web.WebDocument;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Documents that bundles generate on request. A file of the same path takes precedence. */
@Component(service = WebDocuments.class)
public final class WebDocuments {
    private static final String PATH = "ducksoup.web.document.path";

    private final Map<String, WebDocument> documents = new ConcurrentHashMap<>();

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, unbind = "remove")
    public void add(WebDocument document, Map<String, Object> properties) {
        if (properties.get(PATH) instanceof String path) {
            documents.put(path, document);
        }
    }

    public void remove(WebDocument document, Map<String, Object> properties) {
        if (properties.get(PATH) instanceof String path) {
            documents.remove(path, document);
        }
    }

    /** @param path starts with a slash */
    Optional<WebDocument> find(String path) {
        return Optional.ofNullable(documents.get(path));
    }
}
