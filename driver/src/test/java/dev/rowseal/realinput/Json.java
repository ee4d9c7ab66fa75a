package dev.rowseal.realinput;

/** A parameter for a {@code json} column, set as each driver takes one. */
record Json(String text) {
    @Override
    public String toString() {
        return text;
    }
}
