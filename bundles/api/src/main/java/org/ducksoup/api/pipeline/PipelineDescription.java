package org.ducksoup.api.pipeline;

import org.ducksoup.api.media.MediaKind;

/**
 * The pipeline of one medium, for people who look for a fault.
 *
 * @param kind of the medium
 * @param state {@code prepared}, {@code starting}, {@code running}, {@code lost}, {@code dead} or {@code closed}
 * @param text its elements in order, one in each line
 * @param graph its elements, their properties and the media between them in the language of Graphviz; empty while nothing
 *     runs, or if it could not be made in time
 */
public record PipelineDescription(MediaKind kind, String state, String text, String graph) {}
