/** From what each receiver's path carries to what each encoder sends; the samples of both. */
@NullMarked
package org.ducksoup.sfu.bitrate;

import org.jspecify.annotations.NullMarked;
