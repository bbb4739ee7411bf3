package org.ducksoup.api.operation;

import org.ducksoup.api.pipeline.PipelineDescription;

/**
 * A pipeline of a participant's medium. Media without an effect are forwarded and have none.
 *
 * @param userId of the participant whose voice or picture it changes
 */
public record ParticipantPipeline(String userId, PipelineDescription description) {}
