/** The one logical thread of an interaction, and what it has to do later. */
@NullMarked
package org.ducksoup.sfu.time;

import org.jspecify.annotations.NullMarked;
