/** A Debian that has nothing else, made for one test. */
package org.ducksoup.itest.tool.debian;
