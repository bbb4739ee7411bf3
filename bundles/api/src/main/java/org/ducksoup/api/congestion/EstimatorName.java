package org.ducksoup.api.congestion;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** The name by which the configuration chooses an estimator, for instance {@code gcc}. */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface EstimatorName {
    /** Prefix of the service property, which is {@code ducksoup.estimator.name}. */
    String PREFIX_ = "ducksoup.";

    String value();
}
