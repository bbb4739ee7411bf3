package org.ducksoup.testkit.peer;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * When a {@link Milestone} was reached, and the payload that came with it.
 *
 * @param sinceJoin time since {@code join} was sent; negative if the milestone came before
 * @param payload of the frame; a missing node if the frame has none
 */
public record Arrival(Duration sinceJoin, JsonNode payload) {}
