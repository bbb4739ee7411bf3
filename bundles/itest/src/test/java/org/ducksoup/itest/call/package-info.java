/** Calls from end to end: browsers, other implementations of WebRTC, and networks that break. */
package org.ducksoup.itest.call;
