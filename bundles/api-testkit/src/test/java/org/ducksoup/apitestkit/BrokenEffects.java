package org.ducksoup.apitestkit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.ducksoup.api.effect.Effect;
import org.ducksoup.api.effect.EffectDescription.Property;
import org.ducksoup.api.effect.EffectFactory;
import org.ducksoup.api.effect.EffectProfile;
import org.ducksoup.api.effect.EffectRequest;
import org.ducksoup.api.effect.FrameProcessor;
import org.ducksoup.api.effect.RawFormat;
import org.ducksoup.api.effect.RawFrame;
import org.ducksoup.api.media.MediaKind;

/** Effects that break the contract, each in one way. */
final class BrokenEffects {
    private BrokenEffects() {}

    /** An effect of voices with one property, {@code amount}, from 0 to 1. */
    private static class Whole implements EffectFactory {
        @Override
        public void check(EffectRequest request) {
            checkMedium(request);
            request.settings().forEach(this::checkValue);
        }

        void checkMedium(EffectRequest request) {
            if (!(request.format() instanceof RawFormat.Audio)) {
                throw new IllegalArgumentException("for voices only");
            }
        }

        void checkValue(String property, String value) {
            if (!property.equals("amount") || !(Double.parseDouble(value) <= 1)) {
                throw new IllegalArgumentException("amount is from 0 to 1");
            }
        }

        @Override
        public Effect create(EffectRequest request) {
            return new Effect.Frames(new Amount());
        }
    }

    private static class Amount implements FrameProcessor {
        @Override
        public void process(RawFrame lent) {}

        @Override
        public void set(String property, double value) {
            if (!property.equals("amount") || !(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("amount is from 0 to 1");
            }
        }
    }

    private static class Contract extends EffectContract {
        Contract(EffectFactory factory) {
            super(factory, MediaKind.AUDIO);
        }

        @Override
        protected Map<String, String> allowed() {
            return Map.of("amount", "0.5");
        }

        @Override
        protected Map<String, String> refused() {
            return Map.of("amount", "2");
        }

        @Override
        protected Map<String, Double> live() {
            return Map.of("amount", 0.7);
        }
    }

    private static void waitMillis(long millis) {
        LockSupport.parkNanos(millis * 1_000_000);
    }

    static final class Sound extends Contract {
        Sound() {
            super(new Whole());
        }
    }

    static final class TakesAnything extends Contract {
        TakesAnything() {
            super(new Whole() {
                @Override
                void checkValue(String property, String value) {}
            });
        }
    }

    static final class RefusesWithoutASentence extends Contract {
        RefusesWithoutASentence() {
            super(new Whole() {
                @Override
                void checkValue(String property, String value) {
                    if (!value.equals("0.5")) {
                        throw new IllegalArgumentException("");
                    }
                }
            });
        }
    }

    static final class RefusesWhatItAllows extends Contract {
        RefusesWhatItAllows() {
            super(new Whole() {
                @Override
                void checkValue(String property, String value) {
                    throw new IllegalArgumentException("never");
                }
            });
        }
    }

    static final class ChecksForEver extends Contract {
        ChecksForEver() {
            super(new Whole() {
                @Override
                public void check(EffectRequest request) {
                    super.check(request);
                    waitMillis(51);
                }
            });
        }

        @Override
        Duration maxCheck() {
            return Duration.ofMillis(50);
        }
    }

    static final class AlsoForPictures extends Contract {
        AlsoForPictures() {
            super(new Whole() {
                @Override
                void checkMedium(EffectRequest request) {}
            });
        }
    }

    static final class CreatesNothing extends Contract {
        CreatesNothing() {
            super(new Whole() {
                @Override
                @SuppressWarnings("NullAway")
                public Effect create(EffectRequest request) {
                    return null;
                }
            });
        }
    }

    static final class CreatesSlowly extends Contract {
        CreatesSlowly() {
            super(new Whole() {
                @Override
                public Effect create(EffectRequest request) {
                    waitMillis(201);
                    return super.create(request);
                }
            });
        }
    }

    static final class OneForAll extends Contract {
        OneForAll() {
            super(new Whole() {
                private final FrameProcessor only = new Amount();

                @Override
                public Effect create(EffectRequest request) {
                    return new Effect.Frames(only);
                }
            });
        }
    }

    static final class TooSlow extends Contract {
        TooSlow() {
            super(framesOf(lent -> {
                if (lent.bytes().remaining() == 960) {
                    waitMillis(11);
                }
            }));
        }
    }

    static final class EvenFramesOnly extends Contract {
        EvenFramesOnly() {
            super(framesOf(lent -> {
                if (lent.bytes().remaining() % 32 != 0) {
                    throw new IllegalStateException("an odd frame");
                }
            }));
        }
    }

    private static Whole framesOf(Consumer<RawFrame> process) {
        return new Whole() {
            @Override
            public Effect create(EffectRequest request) {
                return new Effect.Frames(new Amount() {
                    @Override
                    public void process(RawFrame lent) {
                        process.accept(lent);
                    }
                });
            }
        };
    }

    static final class SetsAnything extends Contract {
        SetsAnything() {
            super(new Whole() {
                @Override
                public Effect create(EffectRequest request) {
                    return new Effect.Frames(new Amount() {
                        @Override
                        public void set(String property, double value) {}
                    });
                }
            });
        }
    }

    /** A bin has live properties of its own. */
    private static class BinContract extends Contract {
        BinContract(EffectFactory factory) {
            super(factory);
        }

        @Override
        protected Map<String, Double> live() {
            return Map.of("out.volume", 0.7);
        }
    }

    static final class PastesText extends BinContract {
        PastesText() {
            super(new Whole() {
                @Override
                void checkValue(String property, String value) {
                    if (value.equals("2")) {
                        throw new IllegalArgumentException("amount is from 0 to 1");
                    }
                }

                @Override
                public Effect create(EffectRequest request) {
                    return new Effect.Bin(
                            "volume name=out volume=" + request.settings().get("amount"), Map.of());
                }
            });
        }
    }

    static final class NamesNoElement extends BinContract {
        NamesNoElement() {
            super(new Whole() {
                @Override
                public Effect create(EffectRequest request) {
                    return new Effect.Bin("volume", Map.of("out.volume", "1"));
                }
            });
        }
    }

    /** The effect takes less than its profile says. */
    static final class PromisesTooMuch extends Contract {
        PromisesTooMuch() {
            super(new Whole() {
                @Override
                public EffectProfile profile() {
                    Property amount = Property.live("amount", 0, 1.5, 1, "how much");
                    return new EffectProfile(MediaKind.AUDIO, "A voice that is changed.", List.of(amount));
                }
            });
        }
    }

    static final class SaysNothing extends Contract {
        SaysNothing() {
            super(new Whole() {
                @Override
                public EffectProfile profile() {
                    return new EffectProfile(null, "", List.of(Property.live("amount", 0, 1, 1, "how much")));
                }
            });
        }
    }
}
