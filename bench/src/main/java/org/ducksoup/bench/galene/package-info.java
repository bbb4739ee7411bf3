/** Galène as a server to compare with. */
@NullMarked
package org.ducksoup.bench.galene;

import org.jspecify.annotations.NullMarked;
