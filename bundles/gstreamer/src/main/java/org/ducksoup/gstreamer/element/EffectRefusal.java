package org.ducksoup.gstreamer.element;

import org.ducksoup.api.pipeline.PipelineSpecificationException;

/** Words a refusal of an effect so that it can go into a log or a page. */
public final class EffectRefusal {
    private static final int MAX_ECHO_LENGTH = 100;

    private EffectRefusal() {}

    public static PipelineSpecificationException of(String key, String value, String sentence) {
        return new PipelineSpecificationException(echo(key), echo(value), sentence);
    }

    /** A refusal of an effect that exists but is for another kind of media. */
    public static PipelineSpecificationException ofOtherKind(String key, String value, String sentence) {
        return new PipelineSpecificationException(
                PipelineSpecificationException.Problem.OTHER_KIND, echo(key), echo(value), sentence);
    }

    /** A client's text appears in logs and pages, so it is kept short and on one line. */
    private static String echo(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= MAX_ECHO_LENGTH ? line : line.substring(0, MAX_ECHO_LENGTH) + "…";
    }
}
