"""A disk that hangs when it is told to: a directory, mounted elsewhere through FUSE.

Usage: hanging-disk.py BACKING MOUNT, and then lines on standard input: "freeze" lets every operation wait, also those
that only look at a file or wait for the disk, "thaw" lets them go on. Each line is answered with "ok". Needs Debian's
python3-fusepy.
"""
import errno
import os
import sys
import threading

from fusepy import FUSE, FuseOSError, Operations

frozen = threading.Condition()
is_frozen = False


class HangingDisk(Operations):
    def __init__(self, root):
        self.root = root

    def __call__(self, operation, path, *arguments):
        with frozen:
            while is_frozen:
                frozen.wait()
        if not hasattr(self, operation):
            # Also for "flush", which comes when a file is closed: the kernel asks once, and not again. It lets a process
            # that has ended wait for the answer, and nobody could tell whether it was the server that did not end.
            raise FuseOSError(errno.ENOSYS)
        return getattr(self, operation)(path, *arguments)

    def at(self, path):
        return os.path.join(self.root, path.lstrip("/"))

    def getattr(self, path, handle=None):
        status = os.lstat(self.at(path))
        names = ("st_atime", "st_ctime", "st_gid", "st_mode", "st_mtime", "st_nlink", "st_size", "st_uid")
        return {name: getattr(status, name) for name in names}

    def readdir(self, path, handle):
        return [".", ".."] + os.listdir(self.at(path))

    def statfs(self, path):
        status = os.statvfs(self.at(path))
        names = ("f_bavail", "f_bfree", "f_blocks", "f_bsize", "f_favail", "f_ffree", "f_files", "f_frsize", "f_namemax")
        return {name: getattr(status, name) for name in names}

    def open(self, path, flags):
        return os.open(self.at(path), flags & ~os.O_APPEND)

    def create(self, path, mode, info=None):
        return os.open(self.at(path), os.O_RDWR | os.O_CREAT | os.O_TRUNC, mode)

    def read(self, path, size, offset, handle):
        return os.pread(handle, size, offset)

    def write(self, path, data, offset, handle):
        return os.pwrite(handle, data, offset)

    def truncate(self, path, length, handle=None):
        os.truncate(self.at(path), length)

    def fsync(self, path, data_only, handle):
        os.fsync(handle)

    def release(self, path, handle):
        os.close(handle)

    def mkdir(self, path, mode):
        os.mkdir(self.at(path), mode)

    def rmdir(self, path):
        os.rmdir(self.at(path))

    def unlink(self, path):
        os.unlink(self.at(path))

    def rename(self, old, new):
        os.rename(self.at(old), self.at(new))

    def chmod(self, path, mode):
        os.chmod(self.at(path), mode)

    def chown(self, path, user, group):
        os.chown(self.at(path), user, group)

    def utimens(self, path, times=None):
        os.utime(self.at(path), times)

    def access(self, path, mode):
        if not os.access(self.at(path), mode):
            raise FuseOSError(errno.EACCES)


def obey():
    global is_frozen
    for line in sys.stdin:
        with frozen:
            is_frozen = line.strip() == "freeze"
            frozen.notify_all()
        print("ok", flush=True)
    with frozen:
        is_frozen = False
        frozen.notify_all()


threading.Thread(target=obey, daemon=True).start()
FUSE(HangingDisk(sys.argv[1]), sys.argv[2], foreground=True, nothreads=False)
