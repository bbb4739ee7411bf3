/** Chromium and Firefox with fake devices, the pages in them, and measurements of their pictures and sound. */
package org.ducksoup.itest.tool.browser;
