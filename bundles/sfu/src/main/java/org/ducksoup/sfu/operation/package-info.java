/** What an operator does to interactions: from any thread to the interaction's own. */
@org.jspecify.annotations.NullMarked
package org.ducksoup.sfu.operation;
