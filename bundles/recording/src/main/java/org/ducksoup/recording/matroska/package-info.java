/**
 * Matroska files (RFC 9559): {@link org.ducksoup.recording.matroska.MatroskaFile} writes, {@link
 * org.ducksoup.recording.matroska.MatroskaReader} reads.
 */
@NullMarked
package org.ducksoup.recording.matroska;

import org.jspecify.annotations.NullMarked;
