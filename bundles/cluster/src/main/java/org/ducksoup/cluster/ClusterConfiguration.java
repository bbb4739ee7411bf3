package org.ducksoup.cluster;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/org.ducksoup.cluster.cfg}. */
@ObjectClassDefinition(name = "DuckSoup cluster", description = "Which servers serve as one")
public @interface ClusterConfiguration {
    @AttributeDefinition(
            description = "Addresses of all servers, this one's included; empty for a server that is alone")
    String[] members() default {};

    @AttributeDefinition(description = "This server's own address among them")
    String address() default "";

    @AttributeDefinition(description = "Name of the cluster")
    String name() default "ducksoup";

    @AttributeDefinition(description = "Secret that all servers of the cluster have")
    String secret() default "";

    @AttributeDefinition(description = "Where participants and other servers reach this one")
    String url() default "";

    @AttributeDefinition(description = "Whether servers may pass participants on without TLS")
    boolean plaintext() default false;

    @AttributeDefinition(
            description = "PEM file of the authority that has signed the servers' certificates; empty for Java's own")
    String certificateAuthority() default "";

    @AttributeDefinition(
            description = "Seconds for which a server keeps its interactions without a word from the others",
            min = "2",
            max = "60")
    int leaseSeconds() default 4;
}
