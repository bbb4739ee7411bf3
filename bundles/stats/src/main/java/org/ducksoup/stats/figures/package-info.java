/** Live figures: the statistics feed and the metrics. */
@NullMarked
package org.ducksoup.stats.figures;

import org.jspecify.annotations.NullMarked;
