package org.ducksoup.apitestkit;

import java.util.Objects;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionObserver;

/** Observers that break the contract, each in one way. */
final class BrokenObservers {
    private BrokenObservers() {}

    static final class Sound extends ObserverContract {
        @Override
        protected InteractionObserver observer() {
            return event -> {};
        }
    }

    static final class ExpectingUsers extends ObserverContract {
        @Override
        protected InteractionObserver observer() {
            return event -> Objects.requireNonNull(event.scope().userId());
        }
    }

    static final class LivingInTheMoment extends ObserverContract {
        @Override
        protected InteractionObserver observer() {
            return new InteractionObserver() {
                @Override
                public void onEvent(InteractionEvent event) {}

                @Override
                public void onEarlierEvent(InteractionEvent event) {
                    throw new UnsupportedOperationException();
                }
            };
        }
    }

    static final class TrustingPages extends ObserverContract {
        @Override
        protected InteractionObserver observer() {
            return event -> {
                if (event.clientChars() > 1000) {
                    throw new IllegalArgumentException("too long");
                }
            };
        }
    }
}
