/** RTP and RTCP packets: parse, write, sequence numbers. No threads, no services. */
@Export
@Version("1.0.0")
@NullMarked
package org.ducksoup.rtp;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
