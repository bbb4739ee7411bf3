/** What is installed, and which of it a page may use with which values. */
@NullMarked
package org.ducksoup.gstreamer.catalogue;

import org.jspecify.annotations.NullMarked;
