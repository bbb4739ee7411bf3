package org.ducksoup.sfu.host;

/** What this server does for itself at its start, so that the first participants do not wait for it. */
public interface Preparation {
    boolean isOver();
}
