/**
 * Interactions: who may join, and when an interaction starts and ends. {@link org.ducksoup.sfu.Interaction} is the state
 * machine; what it does with media is in the packages below.
 */
@NullMarked
package org.ducksoup.sfu;

import org.jspecify.annotations.NullMarked;
