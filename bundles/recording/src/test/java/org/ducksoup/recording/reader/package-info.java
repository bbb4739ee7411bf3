/** Recordings as other programs read them: ffmpeg, OpenCV, MKVToolNix, GStreamer and VLC. */
@NullMarked
package org.ducksoup.recording.reader;

import org.jspecify.annotations.NullMarked;
