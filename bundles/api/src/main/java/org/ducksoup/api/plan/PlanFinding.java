package org.ducksoup.api.plan;

/**
 * Something in a plan's file that is wrong, or legal and most likely a mistake.
 *
 * @param isError the plan cannot be used; otherwise a warning
 * @param line from 1
 * @param column from 1
 * @param key which value: {@code timeline.2.when.at}
 * @param value as it is written; empty if it is missing
 * @param sentence with place, key, value, what is allowed, and what to do
 */
public record PlanFinding(boolean isError, int line, int column, String key, String value, String sentence) {}
