/** An empty Debian, made for one test. */
package org.ducksoup.itest.tool.debian;
