package org.ducksoup.webhooks;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/org.ducksoup.webhooks.cfg}. */
@ObjectClassDefinition(name = "DuckSoup webhooks", description = "Who is told what happens in interactions")
public @interface WebhooksConfiguration {
    @AttributeDefinition(description = "Addresses that get a POST for each event; none without a secret")
    String[] urls() default {};

    @AttributeDefinition(description = "Key of the signatures")
    String secret() default "";
}
