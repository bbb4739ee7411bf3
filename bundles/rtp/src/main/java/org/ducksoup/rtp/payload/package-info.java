/** What a router needs to know of video payloads without decoding them: where frames and key frames begin. */
@Export
@Version("1.0.0")
@NullMarked
package org.ducksoup.rtp.payload;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
