package org.ducksoup.itest.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.ducksoup.itest.tool.Project;
import org.ducksoup.settings.table.Setting;
import org.ducksoup.settings.table.SettingsTable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code compose.cluster.yaml} follows the Compose specification, and its three servers differ where they must. */
@Tag("waits")
class ComposeFileTest {
    private static final Map<String, String> DOT_ENV = Map.of("DUCKSOUP_HOST", "lab.example");

    private final ComposeFile file;
    private final JsonNode document;

    ComposeFileTest() throws Exception {
        file = new ComposeFile();
        document = file.document(DOT_ENV);
    }

    private static Set<ValidationMessage> mistakes(JsonNode document) throws Exception {
        try (InputStream resource = ComposeFileTest.class.getResourceAsStream("/compose/compose-spec.json")) {
            ObjectNode schema = (ObjectNode) new ObjectMapper().readTree(resource);
            // The specification writes names of versions and of parts as an older version of JSON schema has them. Its
            // references do without.
            schema.remove("$schema");
            schema.findParents("id").stream()
                    .filter(part -> part.path("id").isTextual())
                    .forEach(part -> ((ObjectNode) part).remove("id"));
            JsonSchema compiled = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V201909)
                    .getSchema(schema);
            return compiled.validate(document);
        }
    }

    @Test
    void itFollowsTheSpecification() throws Exception {
        assertThat(mistakes(document)).isEmpty();
        ObjectNode wrong = document.deepCopy();
        ((ObjectNode) wrong.path("services").path("lab1")).put("port", 8100);
        assertThat(mistakes(wrong))
                .as("a member that the specification does not have")
                .isNotEmpty();
    }

    @Test
    void allThatHasToBeGivenIsNamedAtTheTop() {
        assertThat(file.required()).hasSize(6).allSatisfy(name -> assertThat(file.head())
                .contains(name));
    }

    @Test
    void eachServerHasItsOwnNamePortAndDirectories() {
        Set<String> known = SettingsTable.ALL.stream().map(Setting::name).collect(Collectors.toSet());
        Set<String> volumes = new HashSet<>();
        for (int i = 0; i < ComposeFile.SERVERS; i++) {
            String name = ComposeFile.server(i);
            JsonNode service = document.path("services").path(name);
            Map<String, String> environment = ComposeFile.environment(document, name);
            assertThat(known).containsAll(environment.keySet());
            String address = environment.get("DUCKSOUP_CLUSTER_ADDRESS");
            assertThat(Arrays.asList(environment.get("DUCKSOUP_CLUSTER_MEMBERS").split(",")))
                    .hasSize(ComposeFile.SERVERS)
                    .contains(address);
            assertThat(service.at("/networks/servers/aliases/0").asText() + ":5701")
                    .isEqualTo(address);
            String port = environment.get("DUCKSOUP_UDP_PORT");
            assertThat(service.at("/ports/0").asText())
                    .as("participants are told the port that is open")
                    .isEqualTo(port + ":" + port + "/udp");
            service.path("volumes").forEach(volume -> {
                if (!volume.asText().endsWith(":ro")) {
                    assertThat(volumes.add(volume.asText().split(":")[0]))
                            .as("nobody else writes to %s", volume)
                            .isTrue();
                }
            });
            assertThat(service.path("stop_grace_period").asText()).isEqualTo("21m");
            assertThat(environment).containsEntry("DUCKSOUP_DRAIN_SECONDS", "1200");
        }
    }

    @Test
    void caddysFileIsTheExample() throws Exception {
        assertThat(document.at("/services/proxy/volumes/0").asText()).isEqualTo("./Caddyfile:/etc/caddy/Caddyfile:ro");
        String caddy = Files.readString(Project.ROOT.resolve("docs/cluster/Caddyfile"));
        for (int i = 0; i < ComposeFile.SERVERS; i++) {
            assertThat(caddy).contains(ComposeFile.server(i) + ".example:" + SettingsTable.PORT.fallback());
        }
    }
}
