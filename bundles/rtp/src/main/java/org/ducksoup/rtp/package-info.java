/** RTP packets: parse, write, sequence numbers, reception statistics. No threads, no services, no clocks. */
@Export
@Version("1.0.0")
@NullMarked
package org.ducksoup.rtp;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
