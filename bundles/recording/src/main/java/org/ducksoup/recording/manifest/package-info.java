/** The manifest of a run, written while the run goes on. */
@NullMarked
package org.ducksoup.recording.manifest;

import org.jspecify.annotations.NullMarked;
