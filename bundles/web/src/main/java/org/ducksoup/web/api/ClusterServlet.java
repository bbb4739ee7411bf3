package org.ducksoup.web.api;

import java.io.IOException;
import java.io.Serial;
import java.util.Optional;
import java.util.function.Supplier;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.ducksoup.api.cluster.ServerRequests;
import org.ducksoup.web.access.ConnectionGuard;
import org.ducksoup.web.page.ResponseHeaders;
import org.jspecify.annotations.Nullable;

/** What the servers of a cluster ask each other. On a server that is alone there is nothing at this address. */
public final class ClusterServlet extends HttpServlet {
    /** The longest question. */
    static final int MAX_BODY_BYTES = 64 * 1024;

    @Serial
    private static final long serialVersionUID = 1;

    private final transient Supplier<@Nullable ServerRequests> requests;
    private final transient ConnectionGuard guard;

    public ClusterServlet(Supplier<@Nullable ServerRequests> requests, ConnectionGuard guard) {
        this.requests = requests;
        this.guard = guard;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        guard.watch(request);
        ResponseHeaders.always().forEach(response::setHeader);
        response.setHeader("Cache-Control", "no-store");
        ServerRequests known = requests.get();
        String header = request.getHeader(ServerRequests.HEADER);
        if (known == null || !request.getMethod().equals("POST")) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        } else if (header == null) {
            // The body of a stranger is not read.
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        } else {
            byte[] body = request.getInputStream().readNBytes(MAX_BODY_BYTES + 1);
            if (body.length > MAX_BODY_BYTES) {
                response.setStatus(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
            } else {
                answer(known.answer(header, body), response);
            }
        }
    }

    private static void answer(Optional<byte[]> answer, HttpServletResponse response) throws IOException {
        if (answer.isEmpty()) {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        response.setStatus(HttpServletResponse.SC_OK);
        response.setHeader("Content-Type", "application/json");
        response.getOutputStream().write(answer.get());
    }
}
