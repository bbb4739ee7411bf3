package org.ducksoup.transport.udp;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** Linux's calls for sockets. Addresses of memory are numbers. A failure is -1, and {@link Native#getLastError} says why. */
final class SystemCalls {
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_CLOEXEC = 0x80000;
    static final int SOL_SOCKET = 1;
    static final int SO_RCVBUF = 8;
    static final int IPPROTO_IPV6 = 41;
    static final int IPV6_V6ONLY = 26;
    static final int SHUT_RD = 0;
    static final int MSG_DONTWAIT = 0x40;
    static final int MSG_NOSIGNAL = 0x4000;
    static final int MSG_WAITFORONE = 0x10000;
    static final int EINTR = 4;

    static {
        Native.register(SystemCalls.class, NativeLibrary.getInstance("c"));
    }

    private SystemCalls() {}

    /** Loads the calls. */
    static void load() {
        // The static block has done it.
    }

    static native int socket(int domain, int type, int protocol);

    static native int bind(int socket, long address, int length);

    static native int getsockname(int socket, long address, long length);

    static native int setsockopt(int socket, int level, int option, long value, int length);

    static native int shutdown(int socket, int how);

    static native int close(int descriptor);

    static native int recvmmsg(int socket, long messages, int count, int flags, long timeout);

    static native int sendmmsg(int socket, long messages, int count, int flags);

    static native long sendto(int socket, long data, long length, int flags, long address, int addressLength);
}
