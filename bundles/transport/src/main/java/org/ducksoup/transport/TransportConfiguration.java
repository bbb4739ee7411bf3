package org.ducksoup.transport;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/org.ducksoup.transport.cfg}. */
@ObjectClassDefinition(name = "DuckSoup transport", description = "The UDP port of all media")
public @interface TransportConfiguration {
    @AttributeDefinition(description = "UDP port of all media", min = "1", max = "65535")
    int udpPort() default 10000;

    @AttributeDefinition(description = "Local addresses to listen on; empty means all of them")
    String[] udpAddresses() default {};

    @AttributeDefinition(
            description = "Whether all addresses includes loopback, for a server used from the same machine")
    boolean loopback() default false;

    @AttributeDefinition(description = "Whether private addresses are offered beside a public one, too")
    boolean privateAddresses() default false;

    @AttributeDefinition(description = "Public address announced besides the local ones; empty for none")
    String publicIp() default "";

    @AttributeDefinition(description = "STUN servers that tell this server its address as seen from outside")
    String[] iceServers() default {};

    @AttributeDefinition(
            description = "Whether the arrival of every packet is reported, to and by the participants (transport-wide"
                    + " congestion control); google congestion control needs it")
    boolean transportWide() default false;

    @AttributeDefinition(description = "What each participant is told it may send, audio and video together, in bit/s")
    long maxReceiveBitsPerSecond() default 1_264_000;
}
