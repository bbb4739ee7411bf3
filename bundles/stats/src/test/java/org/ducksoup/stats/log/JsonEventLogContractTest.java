package org.ducksoup.stats.log;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import org.ducksoup.api.interaction.InteractionObserver;
import org.ducksoup.apitestkit.ObserverContract;
import org.ducksoup.stats.FakeConfiguration;
import org.ducksoup.stats.Samples;

class JsonEventLogContractTest extends ObserverContract {
    private final PrintStream out = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);

    @Override
    protected InteractionObserver observer() {
        return new JsonEventLog(
                FakeConfiguration.DEFAULTS.stdout(),
                Clock.fixed(Samples.NOW, ZoneOffset.UTC),
                () -> 0,
                out,
                out,
                LogFile::append);
    }
}
