package org.ducksoup.web.api;

import java.io.IOException;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.ducksoup.api.web.HttpApi;
import org.ducksoup.web.access.ConnectionGuard;
import org.ducksoup.web.page.RequestPath;
import org.ducksoup.web.page.ResponseHeaders;

/**
 * Lets requests with the right token through to the {@link HttpApi}. A request without it learns nothing about what there is, and
 * its body is not read.
 */
public final class ApiServlet extends HttpServlet {
    /** Where the API is, below the web prefix. */
    public static final String PATH = "/api/v1";

    /** The longest body. */
    static final int MAX_BODY_BYTES = 64 * 1024;

    @Serial
    private static final long serialVersionUID = 1;

    private final transient ApiProvider provider;
    private final transient ApiToken token;
    private final transient ConnectionGuard guard;
    private final String prefix;

    public ApiServlet(ApiProvider provider, ApiToken token, ConnectionGuard guard, String prefix) {
        this.provider = provider;
        this.token = token;
        this.guard = guard;
        this.prefix = prefix;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        guard.watch(request);
        HttpApi api = provider.current();
        Optional<RequestPath> path = RequestPath.of(request.getRequestURI(), prefix + PATH);
        if (token.isClosed()) {
            refuse(
                    response,
                    HttpServletResponse.SC_FORBIDDEN,
                    "apiToken",
                    "The HTTP API is closed until DUCKSOUP_API_TOKEN is set.");
        } else if (!token.fits(request.getHeader("Authorization"))) {
            response.setHeader("WWW-Authenticate", "Bearer realm=\"DuckSoup\"");
            refuse(
                    response,
                    HttpServletResponse.SC_UNAUTHORIZED,
                    "Authorization",
                    "This needs the header Authorization: Bearer with the token of DUCKSOUP_API_TOKEN.");
        } else if (path.isEmpty()) {
            refuse(response, HttpServletResponse.SC_NOT_FOUND, "path", "There is nothing at this address.");
        } else if (api == null) {
            refuse(
                    response,
                    HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                    "server",
                    "The bundle that answers is not active; try again in a few seconds.");
        } else {
            pass(api, path.get(), request, response);
        }
    }

    private static void pass(HttpApi api, RequestPath path, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        byte[] body = request.getInputStream().readNBytes(MAX_BODY_BYTES + 1);
        if (body.length > MAX_BODY_BYTES) {
            refuse(
                    response,
                    HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE,
                    "body",
                    "A body has at most " + MAX_BODY_BYTES + " bytes.");
            return;
        }
        Optional<Map<String, String>> query = QueryString.parse(request.getQueryString());
        if (query.isEmpty()) {
            refuse(
                    response,
                    HttpServletResponse.SC_BAD_REQUEST,
                    "query",
                    "The query is not name=value, each name once, joined by ampersands and percent-encoded in UTF-8.");
            return;
        }
        List<String> segments = Stream.of(path.decoded().split("/"))
                .filter(segment -> !segment.isEmpty())
                .toList();
        HttpApi.Response answer = api.handle(new HttpApi.Request(request.getMethod(), segments, query.get(), body));
        answer.headers().forEach(response::setHeader);
        send(response, answer.status(), answer.content());
    }

    private static void refuse(HttpServletResponse response, int status, String key, String message)
            throws IOException {
        // These texts have no character that JSON writes in another way.
        String json = "{\"error\":{\"key\":\"" + key + "\",\"value\":\"\",\"message\":\"" + message + "\"}}\n";
        send(response, status, json.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpServletResponse response, int status, byte[] content) throws IOException {
        response.setStatus(status);
        ResponseHeaders.always().forEach(response::setHeader);
        response.setHeader("Content-Type", "application/json");
        response.setHeader("Cache-Control", "no-store");
        response.getOutputStream().write(content);
    }
}
