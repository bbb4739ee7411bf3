package org.ducksoup.signaling;

import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.util.Map;

/** Configurations as the container makes them: what is not set has the annotation's default. */
final class Configurations {
    private Configurations() {}

    static SignalingConfiguration with(Map<String, Object> values) {
        Class<SignalingConfiguration> type = SignalingConfiguration.class;
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, args) -> method.getDeclaringClass() == Annotation.class
                        ? type
                        : values.getOrDefault(method.getName(), method.getDefaultValue())));
    }

    static SignalingConfiguration defaults() {
        return with(Map.of());
    }

    static ClientMessageParser parser(SignalingConfiguration configuration, Timer timer) {
        return new ClientMessageParser(
                JoinLimits.of(configuration), new JoinTokens(JoinTokenKeys.of(configuration), timer::now));
    }
}
