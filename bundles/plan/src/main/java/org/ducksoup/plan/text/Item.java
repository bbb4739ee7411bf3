package org.ducksoup.plan.text;

/** A part of a plan's text. */
public sealed interface Item permits Scalar, Row, Section {
    Place place();

    /** Its key, with those of the sections around it: {@code timeline.2.when.at}. */
    String path();

    /** As it is written; of a row or a section a short description. */
    String text();
}
