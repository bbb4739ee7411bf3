/** What participants ask to be done to their media: read, checked, built, lost and found again. */
@NullMarked
package org.ducksoup.sfu.effect;

import org.jspecify.annotations.NullMarked;
