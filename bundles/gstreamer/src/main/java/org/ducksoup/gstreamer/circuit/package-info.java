/** Gates that let pictures of a pipeline pass or drop them: one in front of the decoder, one in front of the effect. */
@NullMarked
package org.ducksoup.gstreamer.circuit;

import org.jspecify.annotations.NullMarked;
