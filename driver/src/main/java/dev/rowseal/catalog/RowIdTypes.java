package dev.rowseal.catalog;

import dev.rowseal.catalog.StoredType.Family;
import dev.rowseal.value.DeclaredType;
import dev.rowseal.value.DeclaredType.Kind;
import java.util.Set;

/** Which types of the database a row id's declared types may stand for. */
final class RowIdTypes {

    private RowIdTypes() {}

    /** Whether every value that the stored type holds is one of the declared type, encoded as it is stored. */
    static boolean fit(DeclaredType declared, StoredType stored) {
        return families(declared.kind()).contains(stored.family());
    }

    private static Set<Family> families(Kind declared) {
        return switch (declared) {
            case SMALLINT -> Set.of(Family.SMALLINT);
            case INTEGER -> Set.of(Family.SMALLINT, Family.INTEGER);
            case BIGINT -> Set.of(Family.SMALLINT, Family.INTEGER, Family.BIGINT);
            case DECIMAL -> Set.of(Family.DECIMAL);
            case VARCHAR, TEXT -> Set.of(Family.TEXT, Family.PAD_SPACE_TEXT, Family.LOOSE_TEXT);
            case CHAR -> Set.of(Family.PADDED_TEXT);
            case UUID -> Set.of(Family.UUID);
            case BINARY -> Set.of(Family.BINARY, Family.PADDED_BINARY);
            case BOOLEAN -> Set.of(Family.BOOLEAN);
            case DATE -> Set.of(Family.DATE);
            case TIME -> Set.of(Family.TIME);
            case TIMESTAMP -> Set.of(Family.TIMESTAMP);
            case TIMESTAMPTZ -> Set.of(Family.TIMESTAMPTZ);
            case REAL, DOUBLE, JSON -> Set.of();
        };
    }

    /** See {@link RowIdColumn#storedAsGiven}; the types fit. */
    static boolean storedAsGiven(DeclaredType declared, StoredType stored) {
        return switch (stored.family()) {
            case SMALLINT, INTEGER, BIGINT, UUID, BINARY -> true;
            // A database may cut spaces that go beyond the column's length; a declared length keeps them from coming.
            case TEXT ->
                stored.capacity() == StoredType.UNBOUNDED
                        || declared.kind() == Kind.VARCHAR && declared.length() <= stored.capacity();
            default -> false;
        };
    }
}
