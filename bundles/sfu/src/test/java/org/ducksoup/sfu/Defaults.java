package org.ducksoup.sfu;

import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.util.Map;

/** A configuration as the container would make it: the defaults, except for some values. */
public final class Defaults {
    private Defaults() {}

    public static <A extends Annotation> A of(Class<A> configuration) {
        return of(configuration, Map.of());
    }

    public static <A extends Annotation> A of(Class<A> configuration, String key, Object value) {
        return of(configuration, Map.of(key, value));
    }

    public static <A extends Annotation> A of(Class<A> configuration, Map<String, ?> values) {
        Object proxy = Proxy.newProxyInstance(
                configuration.getClassLoader(), new Class<?>[] {configuration}, (self, method, arguments) -> {
                    Object value = values.get(method.getName());
                    return value == null ? method.getDefaultValue() : value;
                });
        return configuration.cast(proxy);
    }
}
