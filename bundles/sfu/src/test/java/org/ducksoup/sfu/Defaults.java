package org.ducksoup.sfu;

import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;

/** A configuration as the container would give it: the defaults, but for one value. */
final class Defaults {
    private Defaults() {}

    static <A extends Annotation> A of(Class<A> configuration) {
        return of(configuration, "", "");
    }

    static <A extends Annotation> A of(Class<A> configuration, String key, Object value) {
        Object proxy = Proxy.newProxyInstance(
                configuration.getClassLoader(),
                new Class<?>[] {configuration},
                (self, method, arguments) -> method.getName().equals(key) ? value : method.getDefaultValue());
        return configuration.cast(proxy);
    }
}
