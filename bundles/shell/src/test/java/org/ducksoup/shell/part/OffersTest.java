package org.ducksoup.shell.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.shell.part.Deployment.Offer;
import org.junit.jupiter.api.Test;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** What a bundle's components offer. */
class OffersTest {
    private static ComponentDescriptionDTO component(String service, Map<String, Object> properties) {
        ComponentDescriptionDTO component = new ComponentDescriptionDTO();
        component.name = "org.example.Part";
        component.implementationClass = "org.example.Part";
        component.serviceInterfaces = new String[] {service};
        component.properties = properties;
        component.configurationPid = new String[] {"org.example.part"};
        component.configurationPolicy = "optional";
        return component;
    }

    @Test
    void everyNameIsAnOfferWithAHint() throws OperationException {
        assertThat(Offers.of(List.of(
                        component("org.ducksoup.api.effect.EffectFactory", Map.of("ducksoup.effect.name", "gain")),
                        component(
                                "org.ducksoup.api.recording.RecorderFactory",
                                Map.of("ducksoup.recorder.name", new String[] {"one", "two"})))))
                .containsExactly(
                        new Offer("effect", "gain", "audioFx or videoFx \"gain\""),
                        new Offer("recorder", "one", "recordingMode \"one\""),
                        new Offer("recorder", "two", "recordingMode \"two\""));
    }

    @Test
    void anObserverMayWaitForItsConfiguration() throws OperationException {
        ComponentDescriptionDTO observer = component("org.ducksoup.api.interaction.InteractionObserver", Map.of());
        assertThat(Offers.of(List.of(observer)).get(0).hint()).isEqualTo("is told of every event");
        observer.configurationPolicy = "require";
        assertThat(Offers.of(List.of(observer)).get(0).hint()).endsWith("while there is an etc/org.example.part.cfg");
    }

    @Test
    void aPartWithoutANameIsRefusedWithWhatToDo() {
        for (Map<String, Object> properties :
                List.<Map<String, Object>>of(Map.of(), Map.of("ducksoup.effect.name", " "))) {
            assertThatThrownBy(() -> Offers.of(List.of(component("org.ducksoup.api.effect.EffectFactory", properties))))
                    .isInstanceOf(OperationException.class)
                    .hasMessageContaining("org.example.Part is an effect without a name")
                    .hasMessageContaining("@EffectName");
        }
    }

    @Test
    void anEffectWhoseNameNoPageCanWriteIsRefused() {
        ComponentDescriptionDTO effect =
                component("org.ducksoup.api.effect.EffectFactory", Map.of("ducksoup.effect.name", "my voice"));
        assertThatThrownBy(() -> Offers.of(List.of(effect))).hasMessageContaining("no page can ask for");
    }

    @Test
    void aBundleWithoutPartsIsRefused() {
        for (List<ComponentDescriptionDTO> components :
                List.of(List.<ComponentDescriptionDTO>of(), List.of(component("java.lang.Runnable", Map.of())))) {
            assertThatThrownBy(() -> Offers.of(components)).hasMessageContaining("needs @Component");
        }
    }
}
