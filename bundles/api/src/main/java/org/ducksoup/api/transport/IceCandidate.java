package org.ducksoup.api.transport;

import org.jspecify.annotations.Nullable;

/**
 * {@code RTCIceCandidateInit} of W3C WebRTC.
 *
 * @param candidate the attribute's text with its {@code candidate:} prefix; empty means the end of candidates
 * @param sdpMid media section it belongs to, or null
 * @param sdpMLineIndex index of that section from 0, or null
 * @param usernameFragment ICE user name fragment, or null
 */
public record IceCandidate(
        String candidate,
        @Nullable String sdpMid,
        @Nullable Integer sdpMLineIndex,
        @Nullable String usernameFragment) {}
