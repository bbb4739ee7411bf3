/** The event log; {@link org.ducksoup.stats.log.EventVocabulary} says what is written. */
@NullMarked
package org.ducksoup.stats;

import org.jspecify.annotations.NullMarked;
