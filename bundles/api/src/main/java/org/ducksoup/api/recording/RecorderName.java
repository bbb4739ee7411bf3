package org.ducksoup.api.recording;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** The {@code recordingMode}, or the modes, that this recorder serves. */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface RecorderName {
    /** Prefix of the service property, which is {@code ducksoup.recorder.name}. */
    String PREFIX_ = "ducksoup.";

    String[] value();
}
