package org.ducksoup.transport.ice;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** STUN messages as tests need them, right or wrong. */
public final class StunMessages {
    private static final byte[] TRANSACTION = HexFormat.of().parseHex("000102030405060708090a0b");

    private StunMessages() {}

    /** A request as browsers send it: username, network cost, role, priority, integrity, fingerprint. */
    public static byte[] check(String ufrag, String password) {
        ByteArrayOutputStream attributes = new ByteArrayOutputStream();
        attribute(attributes, 0xc057, new byte[4]);
        attribute(attributes, 0x8029, new byte[8]);
        attribute(attributes, 0x0024, new byte[] {0x6e, 0, 1, (byte) 255});
        return request(TRANSACTION, ufrag + ":peer", attributes.toByteArray(), password);
    }

    /** A binding request with any attributes, and valid integrity and fingerprint. */
    static byte[] request(byte[] transactionId, String userName, byte[] attributes, String password) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        attribute(out, 0x0006, userName.getBytes(StandardCharsets.UTF_8));
        out.writeBytes(attributes);
        return signed(1, transactionId, out.toByteArray(), password);
    }

    /** A success response, or an error if the number is odd. */
    static byte[] response(int number, byte[] transactionId, byte[] attributes, String password) {
        return signed(number % 2 == 0 ? 0x0101 : 0x0111, transactionId, attributes, password);
    }

    static byte[] signed(int type, byte[] transactionId, byte[] attributes, String password) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(8)
                .putShort((short) type)
                .putShort((short) 0)
                .putInt(0x2112A442)
                .array());
        out.writeBytes(transactionId);
        out.writeBytes(attributes);
        out.writeBytes(new byte[-attributes.length & 3]);
        byte[] unsigned = out.toByteArray();
        setLength(unsigned, unsigned.length + 24);
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            attribute(out, 0x0008, mac.doFinal(unsigned));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        byte[] withIntegrity = out.toByteArray();
        setLength(withIntegrity, withIntegrity.length + 8);
        CRC32 crc = new CRC32();
        crc.update(withIntegrity);
        int fingerprint = (int) crc.getValue() ^ 0x5354554e;
        attribute(out, 0x8028, ByteBuffer.allocate(4).putInt(fingerprint).array());
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
