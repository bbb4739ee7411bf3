package org.ducksoup.plan.assignment;

/**
 * What an interaction was given.
 *
 * @param condition for the server only
 * @param code of the condition, for manifests
 * @param seed of the interaction's draws
 * @param place in the plan's order; given to another interaction if this one never starts
 */
public record Assigned(String condition, String code, long seed, long place) {}
