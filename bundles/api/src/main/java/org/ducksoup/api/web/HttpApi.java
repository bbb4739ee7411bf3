package org.ducksoup.api.web;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Answers the requests below {@code /api/v1}. The HTTP server has checked the token before it calls; without a token in
 * the configuration it never calls. There is one such service at a time; with several, the ranking decides.
 */
@ConsumerType
public interface HttpApi {
    /** Answers a request. The HTTP server's threads call this concurrently; it may block for as long as that takes. */
    Response handle(Request request);

    /**
     * @param method {@code GET}, {@code POST}, … as in RFC 9110
     * @param path segments below {@code /api/v1}, decoded, none of them empty
     * @param query parameters of the query, decoded, each name once
     * @param body at most 64 KiB
     */
    record Request(String method, List<String> path, Map<String, String> query, byte[] body) {
        public Request {
            path = List.copyOf(path);
            query = Map.copyOf(query);
        }
    }

    /**
     * @param status of RFC 9110
     * @param headers besides those that every response has
     * @param content JSON
     */
    record Response(int status, Map<String, String> headers, byte[] content) {
        public Response {
            headers = Map.copyOf(headers);
        }
    }
}
