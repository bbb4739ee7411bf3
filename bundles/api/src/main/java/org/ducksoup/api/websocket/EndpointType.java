package org.ducksoup.api.websocket;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** The value of the {@code type} query parameter of {@code /ws} that an endpoint serves; {@code signaling} where there is none. */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface EndpointType {
    /** Prefix of the service property, which is {@code ducksoup.endpoint.type}. */
    String PREFIX_ = "ducksoup.";

    String value();
}
