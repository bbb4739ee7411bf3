/** Servers and browsers that test classes share while they run. */
package org.ducksoup.itest.tool.running;
