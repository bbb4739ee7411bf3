/** How a bundle serves WebSockets below {@code /ws} without knowing the HTTP server. */
@Export
@Version("1.0.0")
@NullMarked
package org.ducksoup.api.websocket;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
