/** Who receives what: routes, offers for them, and key frames. */
@NullMarked
package org.ducksoup.sfu.routing;

import org.jspecify.annotations.NullMarked;
