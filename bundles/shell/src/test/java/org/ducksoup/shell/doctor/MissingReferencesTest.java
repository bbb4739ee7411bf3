package org.ducksoup.shell.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.ducksoup.shell.doctor.MissingReferences.Component;
import org.junit.jupiter.api.Test;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** The chain of missing references is followed to its cause. */
class MissingReferencesTest {
    private static ComponentDescriptionDTO description(String name, String provides, String needs) {
        ComponentDescriptionDTO description = new ComponentDescriptionDTO();
        description.name = name;
        description.serviceInterfaces = new String[] {provides};
        description.configurationPid = new String[] {name};
        ReferenceDTO reference = new ReferenceDTO();
        reference.name = "$000";
        reference.interfaceName = needs;
        description.references = new ReferenceDTO[] {reference};
        return description;
    }

    private static ComponentConfigurationDTO configuration(int state) {
        ComponentConfigurationDTO configuration = new ComponentConfigurationDTO();
        configuration.state = state;
        configuration.unsatisfiedReferences = new UnsatisfiedReferenceDTO[0];
        return configuration;
    }

    private static Component lacking(String name, String provides, String needs) {
        ComponentConfigurationDTO configuration = configuration(ComponentConfigurationDTO.UNSATISFIED_REFERENCE);
        UnsatisfiedReferenceDTO missing = new UnsatisfiedReferenceDTO();
        missing.name = "$000";
        configuration.unsatisfiedReferences = new UnsatisfiedReferenceDTO[] {missing};
        return new Component(description(name, provides, needs), List.of(configuration));
    }

    @Test
    void theChainEndsWithItsCause() {
        MissingReferences found = new MissingReferences(List.of(
                lacking("org.ducksoup.signaling.Endpoint", "x.WebSocketEndpoint", "x.InteractionRegistry"),
                lacking("org.ducksoup.sfu.Interactions", "x.InteractionRegistry", "x.PeerConnectionFactory")));
        assertThat(found.sentences())
                .containsExactly(
                        "sfu.Interactions lacks PeerConnectionFactory, which no bundle provides",
                        "signaling.Endpoint lacks InteractionRegistry, because sfu.Interactions lacks"
                                + " PeerConnectionFactory, which no bundle provides");
    }

    @Test
    void aCircleEnds() {
        MissingReferences found =
                new MissingReferences(List.of(lacking("a", "x.A", "x.B"), lacking("b", "x.B", "x.A")));
        assertThat(found.sentences()).contains("a lacks B, because b lacks A, because a waits for itself");
    }

    @Test
    void otherReasons() {
        ComponentConfigurationDTO failed = configuration(ComponentConfigurationDTO.FAILED_ACTIVATION);
        failed.failure = "java.lang.IllegalStateException: no disk\n\tat somewhere";
        assertThat(new MissingReferences(List.of(
                                new Component(description("a", "x.A", "x.B"), List.of(failed)),
                                new Component(description("b", "x.B", "x.C"), List.of())))
                        .sentences())
                .containsExactly("a failed: java.lang.IllegalStateException: no disk", "b has no configuration b");
    }

    @Test
    void whatRunsIsNotNamed() {
        for (int state : new int[] {ComponentConfigurationDTO.ACTIVE, ComponentConfigurationDTO.SATISFIED}) {
            assertThat(new MissingReferences(List.of(
                                    new Component(description("a", "x.A", "x.B"), List.of(configuration(state)))))
                            .sentences())
                    .isEmpty();
        }
    }
}
