package org.ducksoup.itest.tool.debian;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ducksoup.itest.tool.Project;

/** Reads the project's Dockerfile. */
public record Dockerfile(List<Stage> stages) {
    /** @param name by which later stages refer to this one, or empty */
    public record Stage(String name, String base, List<Step> steps) {}

    public record Step(String instruction, String argument) {}

    public static Dockerfile read() throws IOException {
        List<Stage> stages = new ArrayList<>();
        for (String line : lines(Project.ROOT.resolve("karaf-assembly/docker/Dockerfile"))) {
            String[] words = line.split("\\s+", 2);
            if (words[0].equals("FROM")) {
                String[] parts = words[1].split(" AS ");
                stages.add(new Stage(parts.length > 1 ? parts[1] : "", parts[0], new ArrayList<>()));
            } else {
                assertThat(stages).as("FROM comes first").isNotEmpty();
                stages.get(stages.size() - 1).steps().add(new Step(words[0], words[1].strip()));
            }
        }
        return new Dockerfile(List.copyOf(stages));
    }

    /** The instructions without comments. A line that continues in the next one is joined with it. */
    private static List<String> lines(Path file) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line : Files.readAllLines(file)) {
            if (!line.strip().startsWith("#")) {
                text.append(line).append('\n');
            }
        }
        return text.toString()
                .replaceAll("\\\\\n\\s*", " ")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }
}
