package org.ducksoup.api.plan;

import java.time.Duration;

/**
 * An act whose time has come.
 *
 * @param step the name of its step
 * @param repetition from 1
 * @param cause what the step waited for, and when that was: {@code speech of a at 12.340 s}
 * @param due when it was to happen, since the start of the interaction
 */
public record DueAct(String step, int repetition, String cause, Duration due, PlanAct act) {}
