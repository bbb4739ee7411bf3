/** Ogg files with Opus (RFC 7845). */
@NullMarked
package org.ducksoup.recording.ogg;

import org.jspecify.annotations.NullMarked;
