package org.ducksoup.api.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** Where a {@link WebDocument} is served: {@code /test/play/effects.json}, below the web prefix. */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface WebDocumentPath {
    /** Prefix of the service property, which is {@code ducksoup.web.document.path}. */
    String PREFIX_ = "ducksoup.";

    String value();
}
