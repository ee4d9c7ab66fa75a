package dev.rowseal.realinput;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Arrays;

/** Large objects that no driver made, and that an application fills again. */
final class OwnObjects {

    private OwnObjects() {}

    static Blob blob(byte... content) {
        return (Blob) Proxy.newProxyInstance(
                OwnObjects.class.getClassLoader(),
                new Class<?>[] {Blob.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "length" -> (long) content.length;
                    case "getBytes" -> {
                        int from = (int) ((long) arguments[0]) - 1;
                        yield Arrays.copyOfRange(content, from, from + (int) arguments[1]);
                    }
                    case "getBinaryStream" -> new ByteArrayInputStream(content.clone());
                    case "setBytes" -> {
                        byte[] bytes = (byte[]) arguments[1];
                        System.arraycopy(bytes, 0, content, (int) ((long) arguments[0]) - 1, bytes.length);
                        yield bytes.length;
                    }
                    default -> throw new SQLFeatureNotSupportedException(method.getName());
                });
    }

    static Clob clob(String text) {
        char[] content = text.toCharArray();
        return (Clob) Proxy.newProxyInstance(
                OwnObjects.class.getClassLoader(),
                new Class<?>[] {Clob.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "length" -> (long) content.length;
                    case "getSubString" -> new String(content, (int) ((long) arguments[0]) - 1, (int) arguments[1]);
                    case "getCharacterStream" -> new StringReader(new String(content));
                    case "getAsciiStream" ->
                        new ByteArrayInputStream(new String(content).getBytes(StandardCharsets.UTF_8));
                    case "setString" -> {
                        String set = (String) arguments[1];
                        set.getChars(0, set.length(), content, (int) ((long) arguments[0]) - 1);
                        yield set.length();
                    }
                    default -> throw new SQLFeatureNotSupportedException(method.getName());
                });
    }
}
