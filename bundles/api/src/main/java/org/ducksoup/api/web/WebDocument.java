package org.ducksoup.api.web;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A document that is generated on request. Register it as a service with {@link WebDocumentPath}. Paths below {@code
 * /test/} and {@code /stats/} need the test login, as files there do.
 */
@ConsumerType
public interface WebDocument {
    /**
     * Generates the bytes; the suffix of the path tells their content type. The HTTP server's threads call this
     * concurrently; it may block.
     */
    byte[] content();
}
