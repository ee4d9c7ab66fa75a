package dev.rowseal.samples.quickstart;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Ansi.IStyle;

/** A table for the terminal: columns of fixed widths, cells that may be coloured. A cell that is too wide is cut. */
final class Grid {

    /** One cell; no style leaves it as the terminal writes. */
    record Cell(String text, IStyle... styles) {}

    /** The heading of a column and its width in characters. */
    record Column(String heading, int width) {}

    private final List<Column> columns;
    private final List<List<Cell>> rows = new ArrayList<>();

    Grid(Column... columns) {
        this.columns = List.of(columns);
    }

    Grid row(Object... cells) {
        rows.add(java.util.Arrays.stream(cells)
                .map(cell -> cell instanceof Cell styled ? styled : new Cell(String.valueOf(cell)))
                .toList());
        return this;
    }

    /** A line across, before the next row. */
    Grid line() {
        rows.add(List.of());
        return this;
    }

    List<Column> columns() {
        return columns;
    }

    /** From top to bottom; an empty one is a line across. */
    List<List<Cell>> rows() {
        return rows;
    }
}
