package org.ducksoup.settings.tls;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The key store that Jetty reads, with a password that lives as long as this process. When key or certificate change,
 * the file is replaced in one step: bundle {@code web} notices, new connections get the new certificate, and existing
 * ones go on.
 */
public final class TlsKeyStore {
    private final Path file;
    private final String password;

    public TlsKeyStore(Path directory) {
        file = directory.resolve("tls.p12");
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        password = HexFormat.of().formatHex(random);
    }

    public Path file() {
        return file;
    }

    public String password() {
        return password;
    }

    public void write(TlsIdentity identity) throws IOException {
        Path directory = Files.createDirectories(file.toAbsolutePath().getParent());
        Path fresh = Files.createTempFile(directory, "tls", ".new", ownerOnly());
        try {
            try (OutputStream out = Files.newOutputStream(fresh)) {
                identity.keyStore(password.toCharArray()).store(out, password.toCharArray());
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (GeneralSecurityException e) {
            throw new IOException("key and certificate cannot be kept", e);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
