package org.ducksoup.testkit.peer;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * When a {@link Milestone} was reached, and what came with it.
 *
 * @param sinceJoin from sending {@code join}; negative before
 * @param payload of the frame; a missing node where there is none
 */
public record Arrival(Duration sinceJoin, JsonNode payload) {}
