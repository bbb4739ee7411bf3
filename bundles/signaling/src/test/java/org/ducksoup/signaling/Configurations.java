package org.ducksoup.signaling;

import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.ducksoup.parts.Timer;
import org.ducksoup.signaling.message.ClientMessageParser;
import org.ducksoup.signaling.token.JoinTokens;

/** Configurations as the container makes them: settings that are not given have the annotation's defaults. */
public final class Configurations {
    private Configurations() {}

    public static SignalingConfiguration with(Map<String, Object> values) {
        Class<SignalingConfiguration> type = SignalingConfiguration.class;
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, args) -> method.getDeclaringClass() == Annotation.class
                        ? type
                        : values.getOrDefault(method.getName(), method.getDefaultValue())));
    }

    public static SignalingConfiguration defaults() {
        return with(Map.of());
    }

    public static ClientMessageParser parser(SignalingConfiguration configuration, Timer timer) {
        return new ClientMessageParser(
                ConfiguredLimits.joins(configuration),
                new JoinTokens(ConfiguredLimits.tokenKeys(configuration), timer));
    }
}
