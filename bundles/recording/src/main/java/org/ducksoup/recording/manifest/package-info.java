/** The manifest of a run, written while the run is active. */
@NullMarked
package org.ducksoup.recording.manifest;

import org.jspecify.annotations.NullMarked;
