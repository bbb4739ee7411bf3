/** Tells servers of the experiment what happens in interactions. */
@NullMarked
package org.ducksoup.webhooks;

import org.jspecify.annotations.NullMarked;
