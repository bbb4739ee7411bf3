package org.ducksoup.web.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.servlet.http.HttpServletResponse;
import org.ducksoup.web.access.BasicLogin;

/** Responses that are one sentence for people. */
public final class Sentences {
    private static final String UNTIL_THERE_IS_A_LOGIN =
            " closed until DUCKSOUP_TEST_LOGIN and DUCKSOUP_TEST_PASSWORD are set to something other than the default.";

    /** For the operator who starts a server without a login. */
    public static final String TEST_PAGES_CLOSED = "The test and statistics pages are" + UNTIL_THERE_IS_A_LOGIN;

    private Sentences() {}

    static void notFound(HttpServletResponse response) throws IOException {
        answer(response, HttpServletResponse.SC_NOT_FOUND, "There is nothing at this address.");
    }

    static void later(HttpServletResponse response) throws IOException {
        tryAgain(response, "The part of the server that generates this is not running at the moment.");
    }

    static void tryAgain(HttpServletResponse response, String sentence) throws IOException {
        response.setHeader("Retry-After", "1");
        answer(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, sentence);
    }

    public static void loginNeeded(HttpServletResponse response) throws IOException {
        response.setHeader("WWW-Authenticate", BasicLogin.CHALLENGE);
        answer(response, HttpServletResponse.SC_UNAUTHORIZED, "This needs the test login.");
    }

    public static void closed(HttpServletResponse response) throws IOException {
        answer(response, HttpServletResponse.SC_FORBIDDEN, "This is" + UNTIL_THERE_IS_A_LOGIN);
    }

    public static void answer(HttpServletResponse response, int status, String sentence) throws IOException {
        byte[] bytes = (sentence + "\n").getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        ResponseHeaders.always().forEach(response::setHeader);
        ResponseHeaders.sentence().forEach(response::setHeader);
        // Sets no content length, because Jetty would then write at once and a thread would wait for a slow reader.
        // Jetty adds the length itself.
        response.getOutputStream().write(bytes);
    }
}
