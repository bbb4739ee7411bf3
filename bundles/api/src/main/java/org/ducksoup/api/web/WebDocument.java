package org.ducksoup.api.web;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A file made when it is asked for. Register it as a service with {@link WebDocumentPath}. Paths below {@code /test/} and
 * {@code /stats/} need the test login, as files there do.
 */
@ConsumerType
public interface WebDocument {
    /** The bytes; the path's suffix says of which type. Called by the HTTP server's threads, at the same time; may block. */
    byte[] content();
}
