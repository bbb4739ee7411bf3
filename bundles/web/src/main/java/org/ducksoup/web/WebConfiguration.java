package org.ducksoup.web;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** PID {@code org.ducksoup.web}. The settings bundle writes it, validated; {@code config/org.ducksoup.web.cfg} explains it. */
@ObjectClassDefinition(id = WebConfiguration.PID, name = "DuckSoup web server")
public @interface WebConfiguration {
    String PID = "org.ducksoup.web";

    /**
     * Login and password until an operator chooses others. Outside DEV, {@code BasicLogin} closes the pages while they
     * are in use.
     */
    String DEFAULT_LOGIN = "ducksoup";

    @AttributeDefinition(description = "Default login and localhost origins are fine; / leads to the mirror page")
    boolean development() default false;

    @AttributeDefinition(
            description = "Whether the server is ready only when the servers of its cluster have found each other")
    boolean clustered() default false;

    @AttributeDefinition(description = "Whether the port speaks TLS, and nothing else")
    boolean secure() default false;

    @AttributeDefinition(
            description = "Sources of the front end, which are built and served as they change; empty for none")
    String frontDirectory() default "";

    @AttributeDefinition(description = "TCP port", min = "1", max = "65535")
    int port() default 8100;

    @AttributeDefinition(description = "Address to listen on")
    String bindAddress() default "0.0.0.0";

    @AttributeDefinition(description = "Path before every other, without a slash at its end, or empty")
    String prefix() default "";

    @AttributeDefinition(description = "Origins of the pages that may open a WebSocket")
    String[] allowedOrigins() default {};

    @AttributeDefinition(description = "Login of the test and statistics pages")
    String testLogin() default DEFAULT_LOGIN;

    @AttributeDefinition(description = "Password of the test and statistics pages")
    String testPassword() default DEFAULT_LOGIN;

    @AttributeDefinition(description = "Token of the HTTP API below /api/v1; empty: the API is closed")
    String apiToken() default "";

    @AttributeDefinition(description = "Largest text frame, bytes", min = "16384", max = "16777216")
    int maxMessageBytes() default 262144;

    @AttributeDefinition(description = "Frames that may wait for a slow client", min = "16", max = "65536")
    int maxQueuedFrames() default 512;

    @AttributeDefinition(description = "Seconds between two pings", min = "1", max = "600")
    int pingIntervalSeconds() default 20;

    @AttributeDefinition(
            description = "Seconds without a sign of life after which a socket is closed",
            min = "2",
            max = "3600")
    int silenceTimeoutSeconds() default 60;

    @AttributeDefinition(description = "WebSockets that may be open at once", min = "1", max = "100000")
    int maxSockets() default 2000;

    @AttributeDefinition(
            description = "WebSockets that may be open at once from one address",
            min = "1",
            max = "100000")
    int maxSocketsPerAddress() default 500;

    @AttributeDefinition(description = "Reverse proxies whose word on a client's address counts: addresses or networks")
    String[] trustedProxies() default {};
}
