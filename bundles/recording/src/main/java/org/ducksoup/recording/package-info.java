/** The built-in recorders; {@link org.ducksoup.recording.matroska.MatroskaFile} writes what they record. */
@NullMarked
package org.ducksoup.recording;

import org.jspecify.annotations.NullMarked;
