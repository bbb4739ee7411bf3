/** Pipelines: a plan of elements, its native run, packets in and out, values that change while it runs. */
@NullMarked
package org.ducksoup.gstreamer.pipeline;

import org.jspecify.annotations.NullMarked;
