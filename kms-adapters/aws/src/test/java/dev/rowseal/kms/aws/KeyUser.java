package dev.rowseal.kms.aws;

import dev.rowseal.kms.Kms;
import dev.rowseal.kms.Kms.KeyContext;
import dev.rowseal.kms.Kms.Wrapped;
import dev.rowseal.memory.Incoming;
import dev.rowseal.memory.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A process that has many keys of the loopback KMS, all three ways, gives them up, and waits to be looked at. */
final class KeyUser {

    private KeyUser() {}

    /** @param arguments the endpoint, the key's ARN, how many keys, and whether to keep the last in an array */
    public static void main(String[] arguments) throws Exception {
        Kms kms = new AwsKmsProvider(new Given(), URI.create(arguments[0]), Given.TEMPORARY)
                .open("aws-kms://" + arguments[1], new Kms.Limits(Duration.ofMinutes(6), 3));
        List<Wrapped> wrapped = new ArrayList<>();
        int many = Integer.parseInt(arguments[2]);
        byte[] kept = new byte[Kms.KEY_BYTES];
        for (int i = 0; i < many; i++) {
            KeyContext context = context(i);
            try (Incoming incoming = new Incoming();
                    Secret own = Secret.random()) {
                if (i % 2 == 0) {
                    wrapped.add(kms.generate(context, incoming.buffer()));
                    incoming.secret().close();
                } else {
                    own.copyTo(incoming.buffer());
                    wrapped.add(kms.wrap(incoming.buffer().flip(), context));
                }
            }
        }
        for (int i = 0; i < many; i++) {
            try (Incoming incoming = new Incoming()) {
                kms.unwrap(wrapped.get(i), context(i), incoming.buffer());
                for (int b = 0; i == 0 && arguments[3].equals("keep") && b < kept.length; b++) {
                    kept[b] = incoming.buffer().get(b);
                }
                incoming.secret().close();
            }
        }
        // The JDK keeps what it read last from a connection until it reads the next.
        kms.material(wrapped.get(0));
        System.out.println("ready");
        System.in.read();
        System.out.println(kept[0]);
    }

    private static KeyContext context(int i) {
        return new KeyContext("clinic-prod", "public.patient", i + 1, "data");
    }
}
