/** What lets pictures through, on their way in a pipeline: in front of the decoder, and in front of the effect. */
@NullMarked
package org.ducksoup.gstreamer.gate;

import org.jspecify.annotations.NullMarked;
