package org.ducksoup.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SignatureTest {
    /** Computed by Python's hmac from the same parts. */
    @Test
    void theSignatureIsThatOfTheSpecification() {
        Signature signature = new Signature("a text of thirty-two characters!");
        Delivery delivery = new Delivery("msg-1", "{\"a\":\"\u00e9\"}");
        assertThat(signature.of(delivery, 1764410400)).isEqualTo("v1,iHpKcgqOjcnSFP3Fo++fFEno8cGw3H/gTc/rdsq/G50=");
        assertThat(signature.of(delivery, 1764410401)).isNotEqualTo(signature.of(delivery, 1764410400));
        assertThat(signature.of(new Delivery("msg-2", delivery.body()), 1764410400))
                .isNotEqualTo(signature.of(delivery, 1764410400));
    }
}
