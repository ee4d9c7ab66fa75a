package dev.rowseal.convert;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts agreements, differences and refusals, and lists the latter two under {@code target/}. */
final class Tally {

    private static final Set<String> OFTEN = Set.of(
            "setString",
            "setInt",
            "setLong",
            "setBigDecimal",
            "setBoolean",
            "setDouble",
            "getString",
            "getObject",
            "getInt",
            "getLong",
            "getBigDecimal",
            "getBoolean",
            "getBytes",
            "getDate",
            "getTimestamp",
            "getObject(String)",
            "getObject(Integer)",
            "getObject(Long)",
            "getObject(BigDecimal)",
            "getObject(UUID)",
            "getObject(LocalDate)",
            "getObject(LocalTime)",
            "getObject(LocalDateTime)");

    private final String name;
    private final List<String> wrong = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final Map<String, Integer> refusedGroups = new TreeMap<>();
    private int accepted;
    private int total;
    private int refusedAccepted;
    private int acceptedOften;
    private int refusedOften;

    Tally(String direction, String product) {
        this.name = direction + "-" + product;
    }

    void add(String type, String label, String group, Outcome plain, Outcome ours) {
        total++;
        boolean worked = plain.state() == null;
        accepted += worked ? 1 : 0;
        boolean often = OFTEN.contains(group);
        acceptedOften += worked && often ? 1 : 0;
        refusedOften += worked && often && ours.refused() ? 1 : 0;
        if (ours.refused() && !plain.refused()) {
            refused.add(type + " " + label + ": plain " + plain);
            if (worked) {
                refusedAccepted++;
                refusedGroups.merge(type + " " + group, 1, Integer::sum);
            }
        } else if (!ours.agrees(plain)) {
            wrong.add(type + " " + label + ": plain " + plain + ", ours " + ours);
        }
    }

    List<String> wrong() {
        return wrong;
    }

    /** Refusals of what the plain driver does, as a share of what it does. */
    double refusedShare() {
        return accepted == 0 ? 0 : (double) refusedAccepted / accepted;
    }

    /** The same for what applications call. */
    double refusedShareOfOften() {
        return acceptedOften == 0 ? 0 : (double) refusedOften / acceptedOften;
    }

    void write() throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "oracle"));
        write(folder.resolve(name + "-wrong.txt"), wrong);
        write(folder.resolve(name + "-refused.txt"), refused);
        System.out.printf(
                "%s: %d combinations, %d done by the plain driver, %d of them refused (%.1f%%; of what is called often %.1f%%), %d wrong; refused: %s%n",
                name,
                total,
                accepted,
                refusedAccepted,
                100 * refusedShare(),
                100 * refusedShareOfOften(),
                wrong.size(),
                refusedGroups);
    }

    // Samples hold unpaired surrogates, which an encoder would reject.
    private static void write(Path file, List<String> lines) throws IOException {
        Files.write(file, String.join("\n", lines).concat("\n").getBytes(StandardCharsets.UTF_8));
    }
}
