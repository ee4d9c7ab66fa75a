package dev.rowseal.kms.vault;

import dev.rowseal.failure.Misconfigured;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How this process shows Vault who it is: one of three ways, as the environment says. Secrets are read when needed. */
sealed interface Identity {

    String TOKEN_FILE = "ROWSEAL_VAULT_TOKEN_FILE";
    String ROLE_ID = "ROWSEAL_VAULT_ROLE_ID";
    String SECRET_ID = "ROWSEAL_VAULT_SECRET_ID";
    String SECRET_ID_FILE = "ROWSEAL_VAULT_SECRET_ID_FILE";
    String KUBERNETES_ROLE = "ROWSEAL_VAULT_KUBERNETES_ROLE";
    String KUBERNETES_TOKEN_FILE = "ROWSEAL_VAULT_KUBERNETES_TOKEN_FILE";
    String AUTH_MOUNT = "ROWSEAL_VAULT_AUTH_MOUNT";

    /** Where Kubernetes puts the token of a pod's service account. */
    String SERVICE_ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount/token";

    /** A file that somebody else keeps fresh: Vault Agent, or an operator. */
    record TokenFile(Path file) implements Identity {

        /** The token, which the caller overwrites. */
        byte[] read() {
            return Identity.read(file, "a Vault token");
        }
    }

    /** A login that gives a token: AppRole or Kubernetes. */
    record LoginWith(
            String mount,
            String first,
            String role,
            String second,
            @Nullable Path file,
            byte[] given) implements Identity {

        /** The body of the login, which the caller overwrites. */
        byte[] body() {
            byte[] secret = file != null ? Identity.read(file, second) : given.clone();
            try {
                return Json.object(first, Identity.ascii(role), second, secret);
            } finally {
                Arrays.fill(secret, (byte) 0);
            }
        }
    }

    /** @throws Misconfigured if the environment says none, or several, or half of one */
    static Identity of(Surroundings surroundings) {
        String token = surroundings.variable(TOKEN_FILE);
        String role = surroundings.variable(ROLE_ID);
        String kubernetes = surroundings.variable(KUBERNETES_ROLE);
        List<Identity> said = new ArrayList<>();
        if (token != null) {
            said.add(new TokenFile(Path.of(token)));
        }
        if (role != null) {
            said.add(appRole(role, surroundings));
        }
        if (kubernetes != null) {
            String file = surroundings.variable(KUBERNETES_TOKEN_FILE);
            said.add(new LoginWith(
                    mount(surroundings, "kubernetes"),
                    "role",
                    kubernetes,
                    "jwt",
                    Path.of(file != null ? file : SERVICE_ACCOUNT),
                    new byte[0]));
        }
        if (said.size() != 1) {
            throw new Misconfigured("hcvault: needs exactly one of " + TOKEN_FILE + " (a file with a token), " + ROLE_ID
                    + " (AppRole) and " + KUBERNETES_ROLE + " to be set");
        }
        return said.get(0);
    }

    private static Identity appRole(String role, Surroundings surroundings) {
        String secret = surroundings.variable(SECRET_ID);
        String file = surroundings.variable(SECRET_ID_FILE);
        if ((secret == null) == (file == null)) {
            throw new Misconfigured("AppRole needs either " + SECRET_ID_FILE + " or " + SECRET_ID + " to be set");
        }
        return new LoginWith(
                mount(surroundings, "approle"),
                "role_id",
                role,
                "secret_id",
                file == null ? null : Path.of(file),
                secret == null ? new byte[0] : ascii(secret));
    }

    private static String mount(Surroundings surroundings, String usual) {
        String mount = surroundings.variable(AUTH_MOUNT);
        if (mount != null && !mount.matches("[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)*")) {
            throw new Misconfigured(
                    AUTH_MOUNT + " is the path of an auth method, without auth/ and slashes at its ends");
        }
        return mount != null ? mount : usual;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] read(Path file, String what) {
        byte[] bytes = new byte[0];
        try {
            bytes = Files.readAllBytes(file);
            int length = bytes.length;
            while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r')) {
                length--;
            }
            byte[] secret = Arrays.copyOf(bytes, length);
            if (length == 0 || length > 16_384 || !Json.isPlain(secret)) {
                throw new Misconfigured(
                        "the file " + file + " should hold " + what + ", in one line of printable ASCII");
            }
            return secret;
        } catch (IOException unreadable) {
            throw new Misconfigured(
                    "the file " + file + ", which should hold " + what + ", cannot be read", unreadable);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
