package dev.rowseal.annotations.processor;

import dev.rowseal.annotations.Encrypted;
import dev.rowseal.annotations.Equality;
import dev.rowseal.annotations.Lookup;
import dev.rowseal.annotations.processor.Table.Column;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads and checks one member with {@link Encrypted}. */
final class ColumnReader {

    private static final Pattern GROUP = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

    private static final int MOST_PAD = 65535;

    private final Member member;
    private final Encrypted annotation;
    private final String name;
    private final String what;

    /** @throws IllegalArgumentException when the column's name is none */
    ColumnReader(Member member, Encrypted annotation, String table) {
        this.member = member;
        this.annotation = annotation;
        this.name = Names.check(
                annotation.column().isEmpty() ? Names.snakeCase(member.property()) : annotation.column(),
                "column of " + table);
        this.what = "column " + name + " of " + table;
    }

    /** @throws IllegalArgumentException when something is wrong; the message says what */
    Column read() {
        TypeText type = type(annotation.type(), member, what);
        checkLookup(type);
        checkPad();
        return new Column(
                member.place(),
                member.source(),
                name,
                type,
                annotation.lookup() == Lookup.EQUALITY,
                annotation.equality() == Equality.CASE_INSENSITIVE,
                group(),
                annotation.indexColumn().isEmpty()
                        ? null
                        : Names.check(annotation.indexColumn(), "index-column of " + what),
                annotation.pad(),
                TableReader.id(annotation.id(), what));
    }

    /** The type that the annotation gives or the Java type stands for. */
    static TypeText type(String given, Member member, String what) {
        String text = given.isEmpty() ? JavaTypes.declared(member.type()) : given;
        if (text == null) {
            throw new IllegalArgumentException(what + ": the Java type " + member.type()
                    + " stands for no one column type; write type = \"…\", for example \"decimal(12,2)\"");
        }
        try {
            return TypeText.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(what + ": " + e.getMessage(), e);
        }
    }

    private void checkLookup(TypeText type) {
        if (annotation.lookup() == Lookup.NONE) {
            refuseWithoutLookup();
            return;
        }
        String why = switch (type.kind()) {
            case "boolean" -> "an index over two values shows the values";
            case "json" -> "json has no equality of its own";
            default -> null;
        };
        if (why != null) {
            throw new IllegalArgumentException(
                    "lookup of " + what + ", which is " + type.text() + ": " + why + "; remove the lookup");
        }
        if (annotation.equality() == Equality.CASE_INSENSITIVE && !type.isText()) {
            throw new IllegalArgumentException("equality case-insensitive of " + what + ", which is " + type.text()
                    + " and has no case; write equality = EXACT, or leave it out");
        }
    }

    private void refuseWithoutLookup() {
        String stray = annotation.equality() != Equality.EXACT
                ? "equality"
                : !annotation.group().isEmpty()
                        ? "group"
                        : !annotation.indexColumn().isEmpty() ? "indexColumn" : "";
        if (!stray.isEmpty()) {
            throw new IllegalArgumentException(
                    "'" + stray + "' of " + what + " without a lookup; write lookup = EQUALITY too, or remove it");
        }
    }

    private void checkPad() {
        if (annotation.pad() < 1 || annotation.pad() > MOST_PAD) {
            throw new IllegalArgumentException(
                    "pad of " + what + " is '" + annotation.pad() + "'; write a whole number from 1 to " + MOST_PAD);
        }
    }

    private @Nullable String group() {
        if (annotation.group().isEmpty()) {
            return null;
        }
        if (!GROUP.matcher(annotation.group()).matches()) {
            throw new IllegalArgumentException("group '" + annotation.group() + "' of " + what
                    + " does not fit; write 1 to 63 of a-z, 0-9, '_' and '-' that begin with a letter");
        }
        return annotation.group();
    }
}
