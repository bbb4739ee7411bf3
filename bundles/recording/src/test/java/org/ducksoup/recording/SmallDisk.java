package org.ducksoup.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.ducksoup.recording.file.DiskFile;

/** A disk with room for a given number of bytes. Of the write that exceeds it, a part is written. */
public final class SmallDisk extends DiskFile {
    private long room;
    private int refusals;

    public SmallDisk(Path path, long room) throws IOException {
        super(path);
        this.room = room;
    }

    @Override
    public void write(ByteBuffer content, long position) throws IOException {
        long more = position + content.remaining() - room;
        if (more > 0) {
            refusals++;
            content.limit((int) Math.max(content.position(), content.limit() - more));
            super.write(content, position);
            throw new IOException("No space left on device");
        }
        super.write(content, position);
    }

    /** Somebody else takes the room. */
    void shrink(long newRoom) {
        room = newRoom;
    }

    /** How often something was written that had no room. */
    public int refusals() {
        return refusals;
    }
}
