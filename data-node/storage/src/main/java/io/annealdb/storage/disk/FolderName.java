package io.annealdb.storage.disk;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * Names of databases and retention policies as names of folders: letters, digits, {@code -}, {@code
 * _} and inner dots stand for themselves, every other byte of UTF-8 as {@code %XX}. A name too long
 * for a file system is cut, and its checksum put behind.
 */
public final class FolderName {
    private static final int LENGTH_MAX = 200;

    private FolderName() {}

    public static String of(String name) {
        StringBuilder out = new StringBuilder();
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xFF);
            boolean plain =
                    c >= 'a' && c <= 'z'
                            || c >= 'A' && c <= 'Z'
                            || c >= '0' && c <= '9'
                            || c == '_'
                            || c == '-'
                            || c == '.' && i > 0;
            if (plain) {
                out.append(c);
            } else {
                out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(bytes[i]));
            }
        }
        if (out.length() > LENGTH_MAX) {
            CRC32C crc = new CRC32C();
            crc.update(bytes);
            out.setLength(LENGTH_MAX - 20);
            out.append("%%").append(bytes.length).append('.').append(crc.getValue());
        }
        return out.isEmpty() ? "%" : out.toString();
    }
}
