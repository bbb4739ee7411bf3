package org.ducksoup.testkit.peer;

/** The sender of a frame of the signaling dialogue. */
public enum FrameOrigin {
    CLIENT,
    SERVER
}
