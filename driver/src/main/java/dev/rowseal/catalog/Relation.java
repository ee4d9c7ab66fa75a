package dev.rowseal.catalog;

/** What a name in a statement stands for. */
public sealed interface Relation permits SealedTable, TableDesign, OpenTable, TiedRelation, AbsentRelation {

    /** As the database stores it. */
    String name();
}
