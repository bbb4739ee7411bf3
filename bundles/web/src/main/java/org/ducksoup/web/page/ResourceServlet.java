package org.ducksoup.web.page;

import java.io.IOException;
import java.io.Serial;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.servlet.AsyncContext;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.ducksoup.api.server.ServerEvent;
import org.ducksoup.parts.RateLimited;
import org.ducksoup.web.access.BasicLogin;
import org.ducksoup.web.access.ConnectionGuard;
import org.ducksoup.web.access.LoginCookie;

/** Serves every request except those for WebSockets. */
public final class ResourceServlet extends HttpServlet {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient WebResources resources;
    private final transient WebDocuments documents;
    private final transient FrontFolder front;
    private final transient BasicLogin login;
    private final transient LoginCookie cookie;
    private final transient Probes probes;
    private final transient ServerLog serverLog;
    private final transient ConnectionGuard guard;
    private final transient RateLimited notFoundLog = new RateLimited(Duration.ofSeconds(1), System::nanoTime);
    private final transient List<String> origins;
    private final String prefix;
    private final boolean secure;
    private final transient Clock clock;

    public ResourceServlet(
            WebResources resources,
            WebDocuments documents,
            FrontFolder front,
            BasicLogin login,
            LoginCookie cookie,
            Probes probes,
            ServerLog serverLog,
            ConnectionGuard guard,
            WebAddress address,
            List<String> origins,
            Clock clock) {
        this.resources = resources;
        this.documents = documents;
        this.front = front;
        this.login = login;
        this.cookie = cookie;
        this.probes = probes;
        this.serverLog = serverLog;
        this.guard = guard;
        this.origins = origins;
        prefix = address.prefix();
        secure = address.secure();
        this.clock = clock;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        guard.watch(request);
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            response.setHeader("Allow", "GET, HEAD");
            Sentences.answer(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "Only GET and HEAD are served here.");
            return;
        }
        String rawUri = request.getRequestURI();
        if (rawUri.equals(prefix) && !prefix.isEmpty()) {
            redirect(request, response, "/");
            return;
        }
        Optional<RequestPath> path = RequestPath.of(rawUri, prefix);
        Optional<Probes.Answer> probe = path.flatMap(probes::probe);
        if (path.isEmpty()) {
            notFound(rawUri, response);
        } else if (probe.isPresent()) {
            Probes.answer(probe.get(), response);
        } else if (isAllowed(path.get(), request, response)) {
            answer(path.get(), request, response);
        }
    }

    private boolean isAllowed(RequestPath path, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (!Routes.isProtected(path)) {
            return true;
        }
        switch (login.decide(request.getHeader("Authorization"))) {
            case ALLOWED -> {
                if (path.isBelow(Routes.STATISTICS)) {
                    response.addHeader("Set-Cookie", cookie.header(prefix, isEncrypted(request)));
                }
                return true;
            }
            case LOGIN_NEEDED -> Sentences.loginNeeded(response);
            case CLOSED -> Sentences.closed(response);
        }
        return false;
    }

    private boolean isEncrypted(HttpServletRequest request) {
        return secure || "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"));
    }

    private void answer(RequestPath path, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Routes.Answer answer = Routes.answer(
                path,
                file -> front.has(file)
                        || resources.find(file).isPresent()
                        || documents.find(file).isPresent());
        if (answer instanceof Routes.Answer.Redirect redirect) {
            redirect(request, response, redirect.path());
        } else if (answer instanceof Routes.Answer.File file) {
            Optional<WebResource.Content> content = content(file.path());
            if (content.isPresent()) {
                send(file.path(), content.get(), request, response);
            } else {
                notFound(request.getRequestURI(), response);
            }
        } else if (answer instanceof Routes.Answer.Later) {
            Sentences.later(response);
        } else {
            notFound(request.getRequestURI(), response);
        }
    }

    private Optional<WebResource.Content> content(String path) {
        Optional<WebResource.Content> onDisk = front.find(path);
        if (onDisk.isPresent()) {
            return onDisk;
        }
        Optional<WebResource> resource = resources.find(path);
        return resource.isPresent()
                ? resource.map(WebResource::content)
                : documents.find(path).map(document -> WebResource.Content.of(document.content()));
    }

    private void send(
            String path, WebResource.Content content, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        ResponseHeaders.always().forEach(response::setHeader);
        ResponseHeaders.file(path, origins).forEach(response::setHeader);
        response.setHeader("ETag", content.etag());
        if (content.isNamedIn(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentLength(content.bytes().length);
        if (request.getMethod().equals("GET")) {
            write(content.bytes(), request.startAsync(), response.getOutputStream());
        }
    }

    /**
     * Writes without blocking, so that a slow reader holds no thread. The connection guard ends readers that are too
     * slow.
     */
    private static void write(byte[] bytes, AsyncContext context, ServletOutputStream out) {
        context.setTimeout(0);
        out.setWriteListener(new WriteListener() {
            private boolean written;

            @Override
            public void onWritePossible() throws IOException {
                if (!written) {
                    written = true;
                    out.write(bytes);
                }
                if (out.isReady()) {
                    context.complete();
                }
            }

            @Override
            public void onError(Throwable gone) {
                context.complete();
            }
        });
    }

    /**
     * Redirects to a path and not to an absolute URL: behind a proxy this server knows neither its scheme nor its host.
     */
    private void redirect(HttpServletRequest request, HttpServletResponse response, String path) throws IOException {
        try {
            String query = request.getQueryString();
            String location = new URI(null, null, prefix + path, null).getRawPath();
            response.setHeader("Location", query == null ? location : location + "?" + query);
            Sentences.answer(response, HttpServletResponse.SC_FOUND, "This is at " + location + ".");
        } catch (URISyntaxException e) {
            notFound(request.getRequestURI(), response);
        }
    }

    private void notFound(String rawUri, HttpServletResponse response) throws IOException {
        notFoundLog.run(others -> serverLog.publish(new ServerEvent.NotFound(clock.instant(), rawUri, others)));
        Sentences.notFound(response);
    }
}
