package org.ducksoup.signaling.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.ducksoup.api.interaction.ClientReport;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.signaling.json.ClientMessageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientReportReaderTest extends ParsedMessages {
    private ClientReport report(String kind, String payload) throws ClientMessageException {
        return ((ClientMessage.Report) parse(kind, payload.replace('\'', '"'))).report();
    }

    @Test
    void readsWhatPagesSayOfTheirDevices() throws ClientMessageException {
        assertThat(report("client_device_lost", "{'type':'video','reason':'not-reopened','ago':12}"))
                .isEqualTo(new ClientReport.Incident(
                        ClientReport.What.DEVICE_LOST, MediaKind.VIDEO, "not-reopened", Duration.ofMillis(12)));
        assertThat(report("client_page_hidden", "{}"))
                .isEqualTo(new ClientReport.Incident(ClientReport.What.PAGE_HIDDEN, null, null, Duration.ZERO));
        assertThat(report("client_browser", "{'browser':'Firefox 140.0','system':'Linux','userAgent':'Mozilla/5.0'}"))
                .isEqualTo(new ClientReport.Browser("Firefox 140.0", "Linux", "Mozilla/5.0"));
        assertThat(report(
                        "client_track_settings",
                        "{'type':'audio','label':'Ein Mikrofon','settings':{'sampleRate':48000,'latency':0.01,"
                                + "'echoCancellation':false,'facingMode':'user'}}"))
                .isEqualTo(new ClientReport.TrackSettings(
                        MediaKind.AUDIO,
                        "Ein Mikrofon",
                        Map.of(
                                "sampleRate",
                                48_000L,
                                "latency",
                                0.01,
                                "echoCancellation",
                                false,
                                "facingMode",
                                "user")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "client_device_lost; {'type':'video'}; reason",
                "client_device_lost; {'type':'video','reason':'<script>'}; reason",
                "client_device_lost; {'type':'picture','reason':'muted'}; type",
                "client_device_lost; {'reason':'muted'}; type",
                "client_device_lost; {'type':'video','reason':'muted','ago':-1}; ago",
                "client_device_lost; {'type':'video','reason':'muted','ago':60001}; ago",
                "client_page_shown; {'reason':'muted'}; reason",
                "client_page_shown; []; payload",
                "client_browser; {'browser':'x','system':'y'}; userAgent",
                "client_browser; {'browser':'a\\u0007','system':'y','userAgent':'z'}; browser",
                "client_track_settings; {'type':'audio'}; settings",
                "client_track_settings; {'type':'audio','settings':{'a b':1}}; settings",
                "client_track_settings; {'type':'audio','settings':{'a':[1]}}; a",
                "client_track_settings; {'type':'audio','settings':{'a':null}}; a",
                "client_track_settings; {'type':'audio','label':7,'settings':{}}; label"
            })
    void refusesReportsThatAreNone(String kind, String payload, String key) {
        assertThat(refused(kind, payload.replace('\'', '"')).reason().key()).isEqualTo(key);
    }

    @Test
    void reportsAreBounded() {
        refused("client_browser", "{\"browser\":\"" + "x".repeat(300) + "\",\"system\":\"\",\"userAgent\":\"\"}");
        StringBuilder many = new StringBuilder("{\"type\":\"audio\",\"settings\":{\"a\":1");
        for (int i = 0; i < 40; i++) {
            many.append(",\"a").append(i).append("\":1");
        }
        assertThat(refused("client_track_settings", many.append("}}").toString())
                        .reason()
                        .key())
                .isEqualTo("settings");
    }
}
