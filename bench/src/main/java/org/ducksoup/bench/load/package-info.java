/** A load of participants, and what was measured while it lasted. */
@NullMarked
package org.ducksoup.bench.load;

import org.jspecify.annotations.NullMarked;
