/** Classes that several tests share: the project's files, programs, certificates, other implementations of WebRTC. */
package org.ducksoup.itest.tool;
