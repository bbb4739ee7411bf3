/** What a page can read of a call, as numbers, and tests that look for a difference of two conditions in them. */
package org.ducksoup.itest.tool.blinding;
