package org.ducksoup.cluster.member;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Who has the secret is believed, for what it was said for. */
class SealTest {
    private final Seal seal = new Seal("a secret", "homes");

    @Test
    void whatWasSealedIsOpened() {
        assertThat(seal.open(seal.seal("héllo"))).contains("héllo");
        assertThat(new Seal("a secret", "homes").open(seal.seal(""))).contains("");
    }

    @Test
    void anotherSecretOrAnotherPurposeOpensNothing() {
        assertThat(new Seal("another", "homes").open(seal.seal("x"))).isEmpty();
        assertThat(new Seal("a secret", "relay").open(seal.seal("x"))).isEmpty();
    }

    @Test
    void whatWasChangedOrIsTooShortIsNotOpened() {
        String sealed = seal.seal("text");
        assertThat(seal.open(sealed + " ")).isEmpty();
        assertThat(seal.open(sealed.substring(1))).isEmpty();
        assertThat(seal.open((sealed.charAt(0) == 'a' ? 'b' : 'a') + sealed.substring(1)))
                .isEmpty();
        assertThat(seal.open("")).isEmpty();
        assertThat(seal.open("é".repeat(64))).isEmpty();
    }

    @Test
    void theSignatureIsOfSixtyFourDigitsAndTellsNoSecret() {
        assertThat(seal.signature("x")).matches("[0-9a-f]{64}").isNotEqualTo(seal.signature("y"));
    }
}
