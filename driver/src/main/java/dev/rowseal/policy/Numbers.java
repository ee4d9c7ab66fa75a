package dev.rowseal.policy;

import java.util.regex.Pattern;

/** Reads whole numbers: decimal digits and nothing else, so that {@code 0x10}, {@code 010} and {@code 1e3} are refused. */
final class Numbers {

    private static final Pattern DIGITS = Pattern.compile("0|[1-9]\\d{0,8}");

    private Numbers() {}

    static int read(Yaml.Text node, String what, int least, int most) {
        if (DIGITS.matcher(node.text()).matches()) {
            int number = Integer.parseInt(node.text());
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new Complaint(
                node.position(),
                what + " is '" + Shown.of(node.text()) + "'; write a whole number from " + least + " to " + most);
    }
}
