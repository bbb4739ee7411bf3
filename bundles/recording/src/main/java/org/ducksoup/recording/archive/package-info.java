/** The runs of the data directory: what there is, and whether it is as it was recorded. */
@NullMarked
package org.ducksoup.recording.archive;

import org.jspecify.annotations.NullMarked;
