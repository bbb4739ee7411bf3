/** What a run says: as text, as JSON, and as pictures. */
@NullMarked
package org.ducksoup.bench.report;

import org.jspecify.annotations.NullMarked;
