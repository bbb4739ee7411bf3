package org.ducksoup.sfu;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/org.ducksoup.sfu.cfg}. */
@ObjectClassDefinition(name = "DuckSoup interactions", description = "Times of an interaction")
public @interface SfuConfiguration {
    @AttributeDefinition(description = "How long an interaction waits for everybody's media, in seconds")
    int waitForOthersSeconds() default 15;

    @AttributeDefinition(description = "How long before the end participants are told, in seconds")
    int endingNoticeSeconds() default 15;

    @AttributeDefinition(description = "How long a running interaction goes on with nobody connected, in seconds")
    int gracePeriodSeconds() default 30;

    @AttributeDefinition(description = "STUN and TURN servers given to the clients, as URLs of RFC 7064 and 7065")
    String[] iceServers() default {};
}
