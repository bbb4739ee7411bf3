package org.ducksoup.itest.tool.network;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Datagrams that arrive at a port on the open internet, and those of a participant with a program of their own. */
public final class HostileDatagrams {
    private static final byte[] CLIENT_HELLO = HexFormat.of()
            .parseHex("16fefd000000000000000000360100002a000000000000002afefd" + "00".repeat(32) + "00000002c02b0100");

    private final RandomGenerator random;
    private final byte[] check;

    /** @param check a valid connectivity check, which is made invalid */
    public HostileDatagrams(RandomGenerator random, byte[] check) {
        this.random = random;
        this.check = check;
    }

    public byte[] next() {
        return switch (random.nextInt(6)) {
            case 0 -> mutated(check);
            case 1 -> mutated(CLIENT_HELLO);
            case 2 -> headed(0x14 + random.nextInt(12), random.nextInt(256));
            case 3 -> headed(0x80 | random.nextInt(64), random.nextInt(128));
            case 4 -> headed(0x80 | random.nextInt(32), 192 + random.nextInt(32));
            default -> bytes(random.nextInt(1200));
        };
    }

    private byte[] headed(int first, int second) {
        byte[] datagram = bytes(2 + random.nextInt(1198));
        datagram[0] = (byte) first;
        datagram[1] = (byte) second;
        return datagram;
    }

    private byte[] bytes(int length) {
        byte[] datagram = new byte[length];
        random.nextBytes(datagram);
        return datagram;
    }

    private byte[] mutated(byte[] good) {
        byte[] datagram = good.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            datagram[random.nextInt(datagram.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return random.nextInt(4) == 0 ? java.util.Arrays.copyOf(datagram, random.nextInt(datagram.length)) : datagram;
    }

    /** A connectivity check (RFC 8445 section 7.2.2) that the server accepts. */
    public static byte[] check(String ufrag, String password) throws GeneralSecurityException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(HexFormat.of().parseHex("000100002112a442" + "000102030405060708090a0b"));
        attribute(out, 0x0006, (ufrag + ":peer").getBytes(StandardCharsets.US_ASCII));
        attribute(out, 0x8029, new byte[8]);
        attribute(out, 0x0024, new byte[] {0x6e, 0, 1, (byte) 255});
        byte[] unsigned = out.toByteArray();
        setLength(unsigned, unsigned.length + 24);
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.US_ASCII), "HmacSHA1"));
        attribute(out, 0x0008, mac.doFinal(unsigned));
        byte[] signed = out.toByteArray();
        setLength(signed, signed.length + 8);
        CRC32 crc = new CRC32();
        crc.update(signed);
        attribute(
                out,
                0x8028,
                ByteBuffer.allocate(4).putInt((int) crc.getValue() ^ 0x5354554e).array());
        byte[] whole = out.toByteArray();
        setLength(whole, whole.length);
        return whole;
    }

    private static void setLength(byte[] message, int length) {
        message[2] = (byte) (length - 20 >> 8);
        message[3] = (byte) (length - 20);
    }

    private static void attribute(ByteArrayOutputStream out, int type, byte[] value) {
        out.write(type >> 8);
        out.write(type);
        out.write(value.length >> 8);
        out.write(value.length);
        out.writeBytes(value);
        out.writeBytes(new byte[-value.length & 3]);
    }
}
