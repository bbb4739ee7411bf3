/** UDP sockets that read and write several datagrams with one system call, and a plain one where that cannot be had. */
@NullMarked
package org.ducksoup.transport.udp;

import org.jspecify.annotations.NullMarked;
