/**
 * What payloads hold, without decoding them: where frames and key frames begin, for routers, and the frames themselves, for
 * recorders.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.ducksoup.rtp.payload;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
