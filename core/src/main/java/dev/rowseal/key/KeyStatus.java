package dev.rowseal.key;

import dev.rowseal.kms.Kms;
import java.util.List;

/**
 * Where a key is in its life, and who can open it. Immutable; holds nothing secret.
 *
 * @param record what never changes of it
 * @param state as the key table has it; a state is not authenticated
 * @param retiredAt milliseconds since the epoch by the key table's clock; 0 as long as that is not known
 * @param wrappings one for each KEK that can open it; none when it was destroyed
 */
public record KeyStatus(KeyRecord record, KeyState state, long retiredAt, List<WrappingStatus> wrappings) {

    public KeyStatus {
        wrappings = List.copyOf(wrappings);
    }

    /**
     * One wrapping of a key.
     *
     * @param kekUri the KEK that made it
     * @param named whether the policy names that KEK; if not, nobody tries the wrapping
     * @param material whether a rewrap would bring it on newer material; untold too where the KMS cannot be asked
     */
    public record WrappingStatus(String kekUri, boolean named, Kms.Material material) {}
}
