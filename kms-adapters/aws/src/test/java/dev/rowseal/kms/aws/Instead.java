package dev.rowseal.kms.aws;

import dev.rowseal.kms.contract.Faults.Fault;
import java.util.Map;

/** How a request is answered instead of as it deserves. */
record Instead(String kind, String code, int status, Map<String, String> headers) {

    static Instead error(String code, int status) {
        return new Instead("error", code, status, Map.of());
    }

    static Instead of(String kind) {
        return new Instead(kind, "", 200, Map.of());
    }

    static Instead of(Fault fault) {
        return switch (fault) {
            case THROTTLED -> error("ThrottlingException", 400);
            case OUTAGE -> error("KMSInternalException", 500);
            case DISCONNECTED -> of("disconnect");
            case SILENT -> of("hang");
            case HALF -> of("half");
            case GARBAGE -> of("garbage");
            case WRONG_KEY -> of("short key");
            case DENIED -> error("AccessDeniedException", 400);
            case DISABLED -> error("DisabledException", 400);
            case UNKNOWN -> error("NotFoundException", 400);
        };
    }
}
