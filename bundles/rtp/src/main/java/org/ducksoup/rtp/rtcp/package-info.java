/** RTCP packets as values: reports (RFC 3550), feedback (RFC 4585, RFC 5104), congestion control (drafts of Holmer, Alvestrand). */
@Export
@Version("1.0.0")
@NullMarked
package org.ducksoup.rtp.rtcp;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
