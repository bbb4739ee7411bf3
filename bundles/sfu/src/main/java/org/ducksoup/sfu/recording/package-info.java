/** Recordings of sessions on one timeline: from the taps of the media path to a recorder. */
@NullMarked
package org.ducksoup.sfu.recording;

import org.jspecify.annotations.NullMarked;
