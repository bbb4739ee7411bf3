/** Effects of labs' bundles. They are found by name, and run frame by frame or as a bin of elements. */
@NullMarked
package org.ducksoup.gstreamer.lab;

import org.jspecify.annotations.NullMarked;
