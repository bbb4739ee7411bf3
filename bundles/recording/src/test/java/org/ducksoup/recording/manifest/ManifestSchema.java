package org.ducksoup.recording.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The published schema, applied by an independent library. */
public final class ManifestSchema {
    private ManifestSchema() {}

    public static List<String> problems(JsonNode manifest) throws IOException {
        try (InputStream in = Files.newInputStream(Path.of("../../docs/manifest.schema.json"))) {
            JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(in);
            return schema.validate(manifest).stream().map(Object::toString).toList();
        }
    }
}
