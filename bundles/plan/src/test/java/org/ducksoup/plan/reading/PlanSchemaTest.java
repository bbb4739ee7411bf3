package org.ducksoup.plan.reading;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ducksoup.plan.Examples;
import org.ducksoup.plan.text.Item;
import org.ducksoup.plan.text.PlanText;
import org.ducksoup.plan.text.Problems;
import org.ducksoup.plan.text.Row;
import org.ducksoup.plan.text.Scalar;
import org.ducksoup.plan.text.Section;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/plan.schema.json} and the readers say the same. */
class PlanSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Mistakes that the form of a plan cannot show: names that are nowhere, values that contradict each other. */
    private static final int ONLY_FOR_READERS = 65;

    private static JsonNode document() {
        try {
            return JSON.readTree(Examples.docs("plan.schema.json").toFile());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(document());

    static List<String> examples() {
        return Examples.names();
    }

    private static List<String> complaints(byte[] text) {
        Section root = PlanText.read(text, new Problems());
        return root == null
                ? List.of("not YAML")
                : SCHEMA.validate(json(root)).stream().map(Object::toString).toList();
    }

    private static JsonNode json(Item item) {
        if (item instanceof Section section) {
            ObjectNode object = JSON.createObjectNode();
            section.entries().forEach((key, value) -> object.set(key, json(value)));
            return object;
        } else if (item instanceof Row row) {
            ArrayNode array = JSON.createArrayNode();
            row.items().forEach(each -> array.add(json(each)));
            return array;
        }
        Scalar scalar = (Scalar) item;
        if (scalar.isEmpty()) {
            return JSON.nullNode();
        } else if (scalar.number().isPresent()) {
            return JSON.getNodeFactory().numberNode(scalar.number().get());
        }
        return scalar.flag().isPresent()
                ? JSON.getNodeFactory().booleanNode(scalar.flag().get())
                : JSON.getNodeFactory().textNode(scalar.text());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theExamplesOfTheGuideFit(String name) {
        assertThat(complaints(Examples.text(name).getBytes())).isEmpty();
    }

    @Test
    void thePlansOfTheseTestsFit() {
        assertThat(complaints(Examples.DYAD.getBytes())).isEmpty();
    }

    /** What a reader refuses for its form, the schema refuses, too. */
    @Test
    void badPlansDoNotFit() throws IOException {
        List<Path> fitting = new ArrayList<>();
        try (Stream<Path> plans = BadPlansTest.plans()) {
            for (Path plan : plans.toList()) {
                if (complaints(Files.readAllBytes(plan)).isEmpty()) {
                    fitting.add(plan.getFileName());
                }
            }
        }
        assertThat(fitting).hasSizeLessThanOrEqualTo(ONLY_FOR_READERS);
        assertThat(fitting)
                .doesNotContain(
                        Path.of("misspelt-key.yaml"),
                        Path.of("duration-word.yaml"),
                        Path.of("two-triggers.yaml"),
                        Path.of("act-unknown.yaml"),
                        Path.of("limit-zero.yaml"));
    }

    @Test
    void theKeysAreThoseOfTheReaders() {
        Map<String, List<String>> keys = Map.of(
                "", PlanReader.KEYS,
                "/$defs/roleEffects", EffectsReader.KEYS,
                "/$defs/condition", ConditionReader.KEYS,
                "/$defs/assignment", AssignmentReader.KEYS,
                "/$defs/exclusions", ExclusionsReader.KEYS,
                "/$defs/step", TimelineReader.KEYS,
                "/$defs/when", TriggerReader.KEYS,
                "/$defs/act", ActReader.KEYS,
                "/$defs/amount/oneOf/1", AmountReader.KEYS);
        keys.forEach((place, expected) -> {
            List<String> documented = new ArrayList<>();
            document().at(place + "/properties").fieldNames().forEachRemaining(documented::add);
            assertThat(documented).as(place).containsExactlyInAnyOrderElementsOf(expected);
        });
    }
}
