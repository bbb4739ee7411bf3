/** What every media file has in common: the file on disk, its index, and the facts read from it. */
@NullMarked
package org.ducksoup.recording.file;

import org.jspecify.annotations.NullMarked;
