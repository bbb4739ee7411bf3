package org.ducksoup.testkit.peer;

/** Who sent a frame of the signaling dialogue. */
public enum FrameOrigin {
    CLIENT,
    SERVER
}
