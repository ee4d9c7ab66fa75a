package dev.rowseal.catalog;

/** What a name in a statement stands for. */
public sealed interface Relation permits SealedTable, OpenTable, TiedRelation, AbsentRelation {

    /** As the database stores it. */
    String name();
}
