/** What happens in interactions, on its way to the observers. */
@NullMarked
package org.ducksoup.sfu.events;

import org.jspecify.annotations.NullMarked;
