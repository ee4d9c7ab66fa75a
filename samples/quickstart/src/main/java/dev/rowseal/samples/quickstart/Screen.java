package dev.rowseal.samples.quickstart;

import dev.rowseal.samples.quickstart.Grid.Cell;
import dev.rowseal.samples.quickstart.Grid.Column;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;

/** What a person reads: at most 98 columns, the same words with colour and without. */
final class Screen {

    static final int WIDTH = 98;

    private static final String DRAWN = "│─┼┌┬┐└┴┘├┤✓✗…";
    private static final String ASCII = "|-+++++++++*x~";

    private final PrintStream out;
    private final Ansi ansi;
    private final boolean drawn;
    private int step;
    private int checks;

    /** @param drawn whether the stream's encoding has the characters that boxes are drawn with */
    Screen(PrintStream out, Ansi ansi, boolean drawn) {
        this.out = out;
        this.ansi = ansi;
        this.drawn = drawn;
    }

    /** Whether an encoding has all that this class writes beyond ASCII. */
    static boolean canDraw(java.nio.charset.Charset charset) {
        return charset.newEncoder().canEncode(DRAWN);
    }

    int checks() {
        return checks;
    }

    void title(String text) {
        print(styled(text, Style.bold));
    }

    /** The heading of the next step, and what happens in it. */
    void step(String heading, String sentence) {
        print("");
        print(styled(++step + "  " + heading, Style.bold, Style.fg_cyan));
        say(sentence);
    }

    void say(String sentence) {
        wrapped(sentence, "   ", "   ");
    }

    /** A statement, as it was written. */
    void sql(String sql) {
        for (String line : lines(sql, WIDTH - 7)) {
            print("     " + styled(line, Style.fg_yellow));
        }
    }

    void warning(String text) {
        wrapped(text, "   ! ", "     ", Style.fg_yellow);
    }

    /** A message that the driver or the database gave. */
    void message(String text) {
        wrapped(text, "     ", "     ", Style.fg_red);
    }

    /** What was expected, and is so, or the run ends here. */
    void check(boolean is, String what) {
        if (!is) {
            throw new Unexpected("not so: " + what);
        }
        checks++;
        wrapped(what, "   ✓ ", "     ", Style.fg_green);
    }

    void failure(String text) {
        print("");
        wrapped(text, " ✗ ", "   ", Style.bold, Style.fg_red);
    }

    private void wrapped(String text, String first, String next, IStyle... styles) {
        String indent = first;
        for (String line : lines(text, WIDTH - first.length())) {
            print(indent + styled(line, styles));
            indent = next;
        }
    }

    /** Broken at blanks; a word that is too long is broken where it must. */
    static List<String> lines(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+")) {
            String rest = word;
            if (line.length() > 0 && line.length() + 1 + rest.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            while (rest.length() > width) {
                lines.add(rest.substring(0, width));
                rest = rest.substring(width);
            }
            line.append(line.length() > 0 ? " " : "").append(rest);
        }
        lines.add(line.toString());
        return lines;
    }

    void grid(Grid grid) {
        print(rule(grid, "┌┬┐"));
        print(row(
                grid,
                grid.columns().stream()
                        .map(column -> new Cell(column.heading(), Style.bold))
                        .toList()));
        print(rule(grid, "├┼┤"));
        for (List<Cell> cells : grid.rows()) {
            print(cells.isEmpty() ? rule(grid, "├┼┤") : row(grid, cells));
        }
        print(rule(grid, "└┴┘"));
    }

    private static String rule(Grid grid, String corners) {
        return grid.columns().stream()
                .map(column -> "─".repeat(column.width() + 2))
                .collect(Collectors.joining(corners.substring(1, 2), "   " + corners.charAt(0), corners.substring(2)));
    }

    private String row(Grid grid, List<Cell> cells) {
        return IntStream.range(0, cells.size())
                .mapToObj(i -> " " + padded(cells.get(i), grid.columns().get(i)) + " ")
                .collect(Collectors.joining("│", "   │", "│"));
    }

    private String padded(Cell cell, Column column) {
        int codePoints = cell.text().codePointCount(0, cell.text().length());
        if (codePoints > column.width()) {
            int end = cell.text().offsetByCodePoints(0, column.width() - 1);
            return styled(cell.text().substring(0, end) + "…", cell.styles());
        }
        return styled(cell.text(), cell.styles()) + " ".repeat(column.width() - codePoints);
    }

    private String styled(String text, IStyle... styles) {
        return !ansi.enabled() || styles.length == 0 ? text : Style.on(styles) + text + Style.off(styles);
    }

    private void print(String line) {
        out.println(drawn ? line : plain(line));
    }

    private static String plain(String line) {
        StringBuilder plain = new StringBuilder(line.length());
        for (char c : line.toCharArray()) {
            int at = DRAWN.indexOf(c);
            plain.append(at < 0 ? c : ASCII.charAt(at));
        }
        return plain.toString();
    }
}
