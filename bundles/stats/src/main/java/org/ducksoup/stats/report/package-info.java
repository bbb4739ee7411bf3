/** The files about one run: its own event log, its figures, its report. */
@NullMarked
package org.ducksoup.stats.report;

import org.jspecify.annotations.NullMarked;
