/** Completes the files of a run that ended without finishing them. */
@NullMarked
package org.ducksoup.recording.salvage;

import org.jspecify.annotations.NullMarked;
