/** Speech and silence, from audio levels. */
@NullMarked
package org.ducksoup.plan.speech;

import org.jspecify.annotations.NullMarked;
