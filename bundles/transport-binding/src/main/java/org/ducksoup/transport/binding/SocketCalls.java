package org.ducksoup.transport.binding;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** Linux's calls for sockets. Addresses of memory are numbers. A failure is -1, and {@link Native#getLastError} says why. */
public final class SocketCalls {
    public static final int AF_INET = 2;
    public static final int AF_INET6 = 10;
    public static final int SOCK_DGRAM = 2;
    public static final int SOCK_CLOEXEC = 0x80000;
    public static final int SOL_SOCKET = 1;
    public static final int SO_RCVBUF = 8;
    public static final int IPPROTO_IPV6 = 41;
    public static final int IPV6_V6ONLY = 26;
    public static final int SHUT_RD = 0;
    public static final int MSG_DONTWAIT = 0x40;
    public static final int MSG_NOSIGNAL = 0x4000;
    public static final int MSG_WAITFORONE = 0x10000;
    public static final int EINTR = 4;

    static {
        Native.register(SocketCalls.class, NativeLibrary.getInstance("c"));
    }

    private SocketCalls() {}

    /** Loads the calls. */
    public static void load() {
        // The static block has done it.
    }

    public static native int socket(int domain, int type, int protocol);

    public static native int bind(int socket, long address, int length);

    public static native int getsockname(int socket, long address, long length);

    public static native int setsockopt(int socket, int level, int option, long value, int length);

    public static native int shutdown(int socket, int how);

    public static native int close(int descriptor);

    public static native int recvmmsg(int socket, long messages, int count, int flags, long timeout);

    public static native int sendmmsg(int socket, long messages, int count, int flags);

    public static native long sendto(int socket, long data, long length, int flags, long address, int addressLength);
}
