/** What can be measured only from inside the package of the bundle {@code transport}. */
@NullMarked
package org.ducksoup.transport.media;

import org.jspecify.annotations.NullMarked;
