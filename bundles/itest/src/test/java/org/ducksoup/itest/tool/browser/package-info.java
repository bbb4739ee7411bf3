/** Chromium and Firefox with fake devices, the pages in them, and what a person would see and hear there. */
package org.ducksoup.itest.tool.browser;
