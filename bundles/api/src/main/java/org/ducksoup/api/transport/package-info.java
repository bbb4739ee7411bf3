/** Peer connections: what an interaction asks of WebRTC (RFC 8825, 8829), and nothing of how it is done. */
@Export
@Version("1.0.0")
@NullMarked
package org.ducksoup.api.transport;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
