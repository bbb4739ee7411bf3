package org.ducksoup.testkit;

/** Who sent a frame of the signaling dialogue. */
public enum FrameOrigin {
    CLIENT,
    SERVER
}
