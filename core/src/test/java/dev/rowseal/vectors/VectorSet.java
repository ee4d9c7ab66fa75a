package dev.rowseal.vectors;

import java.util.SortedMap;
import java.util.TreeMap;

/** All vectors by file name, made by the second implementation alone. */
public final class VectorSet {

    private final SortedMap<String, Vector> vectors = new TreeMap<>();

    private VectorSet() {}

    public static SortedMap<String, Vector> all() {
        VectorSet set = new VectorSet();
        EnvelopeVectors.addTo(set);
        BrokenEnvelopeVectors.addTo(set);
        TextVectors.addTo(set);
        ValueVectors.addTo(set);
        RowIdVectors.addTo(set);
        KeyVectors.addTo(set);
        return set.vectors;
    }

    void add(String name, Vector vector) {
        if (vectors.put(name + ".txt", vector) != null) {
            throw new IllegalArgumentException("two vectors are named " + name);
        }
    }
}
