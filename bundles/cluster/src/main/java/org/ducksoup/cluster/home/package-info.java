/** Which server each interaction lives on. */
@NullMarked
package org.ducksoup.cluster.home;

import org.jspecify.annotations.NullMarked;
