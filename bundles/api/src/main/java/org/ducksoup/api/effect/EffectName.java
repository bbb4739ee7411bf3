package org.ducksoup.api.effect;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** The first word of {@code audioFx} or {@code videoFx} that means this effect. */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface EffectName {
    /** Prefix of the service property, which is {@code ducksoup.effect.name}. */
    String PREFIX_ = "ducksoup.";

    /** A regular expression for the names that a page can write: a letter, and then letters, digits, - and _. */
    String WRITABLE = "[A-Za-z][A-Za-z0-9_-]*";

    String value();
}
