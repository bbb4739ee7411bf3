/** The installed elements, and which of them pages may use with which values. */
@NullMarked
package org.ducksoup.gstreamer.catalogue;

import org.jspecify.annotations.NullMarked;
