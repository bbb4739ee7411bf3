/** Estimators of what the path to a receiver carries: by its loss, and by Google congestion control. */
@NullMarked
package org.ducksoup.congestion;

import org.jspecify.annotations.NullMarked;
