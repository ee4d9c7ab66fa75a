package dev.rowseal.plan;

import dev.rowseal.catalog.Catalogue;
import dev.rowseal.catalog.Folding;
import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A plan in the making: the claims, the slots that have been put into the tree so far, and what has been learnt of the
 * parameters. One statement's, one thread's.
 */
final class Draft {

    private final Catalogue catalogue;
    private final GuardedNames guarded;
    private final Claims claims;
    private final List<Slot> slots = new ArrayList<>();
    /** For each slot, whether it took the place of a {@code ?} of the text. */
    private final List<Boolean> replaces = new ArrayList<>();

    private final @Nullable SealedColumn[] parameters;
    private final Set<Column> redirected = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<PackedOrigin> origins = new ArrayList<>();
    private final ParsedStatement statement;
    private Statement tree;
    private final boolean forChanges;
    private int freshNames;
    private boolean sealed;
    private final Set<List<String>> tables = new HashSet<>();
    private boolean namelessInside;
    private @Nullable Refusal ifSealed;

    Draft(ParsedStatement statement, Catalogue catalogue, GuardedNames guarded) {
        this(statement, catalogue, guarded, false);
    }

    /** @param forChanges whether rows of the result are to be changed through the result set, where that can be */
    Draft(ParsedStatement statement, Catalogue catalogue, GuardedNames guarded, boolean forChanges) {
        this.forChanges = forChanges;
        this.tree = statement.tree();
        this.statement = statement;
        this.catalogue = catalogue;
        this.guarded = guarded;
        this.claims = new Claims(statement.tokens(), guarded, catalogue.dialect());
        this.parameters = new SealedColumn
                [(int) statement.tokens().stream()
                        .filter(token -> token.kind() == Token.Kind.PARAMETER)
                        .count()];
    }

    /** A draft of another statement, on the same catalogue. */
    Draft ofAnother(ParsedStatement other) {
        return new Draft(other, catalogue, guarded);
    }

    boolean isForChanges() {
        return forChanges;
    }

    Catalogue catalogue() {
        return catalogue;
    }

    Claims claims() {
        return claims;
    }

    Folding folding() {
        return catalogue.folding();
    }

    /** Whether a stored name is guarded. */
    boolean isGuarded(String stored) {
        return guarded.has(Folding.comparable(stored));
    }

    /** Notes that a sealed table is in scope under an alias. */
    void uses(SealedTable table, String alias) {
        sealed = true;
        tables.add(List.of(table.schema(), table.name()));
        claims.watch(table, alias);
    }

    /** Whether any sealed table has come into scope. */
    boolean isSealed() {
        return sealed;
    }

    /** Something that a statement may not have when a sealed table is named in it. */
    interface Check {
        void make() throws Refusal;
    }

    /** Makes a check that counts only when, by the end, a sealed table has come into scope. */
    void onlyIfSealed(Check check) throws Refusal {
        try {
            check.make();
        } catch (Refusal reason) {
            if (sealed) {
                throw reason;
            }
            if (ifSealed == null) {
                ifSealed = reason;
            }
        }
    }

    /** Watches the names of a source that is no table: its alias, behind which its whole row is, and its sealed columns. */
    void watch(Scope.Source source) {
        if (source.columns().stream().anyMatch(column -> !(column.kind() instanceof Scope.Kind.Open))) {
            claims.watch(source.alias());
            for (Scope.SourceColumn column : source.columns()) {
                if (column.kind() instanceof Scope.Kind.Sealed && column.name() != null) {
                    claims.watch(column.name());
                }
            }
        }
    }

    /** Notes that a reference to a sealed column has been dealt with, so that it is not taken for another use of it. */
    void redirected(Column reference) {
        redirected.add(reference);
    }

    boolean isRedirected(Column reference) {
        return redirected.contains(reference);
    }

    /** A name that the text does not have. */
    String fresh() {
        String name;
        do {
            name = "rowseal_" + ++freshNames;
        } while (claims.names(name));
        return name;
    }

    /** The number of an origin of packed cells, in this statement. */
    int origin(PackedOrigin origin) {
        origins.add(origin);
        return origins.size();
    }

    /** Whether a value of a sealed column stands in the part of the text that has been read. */
    boolean holdsValues() {
        return slots.stream().anyMatch(Template::holdsValue);
    }

    /**
     * The labels that the database gives the columns of the query as the application wrote it.
     *
     * @param headHoldsValues whether a value of a sealed column stands before the outermost WHERE
     * @return empty when the database does not tell them, or would have to be told a value
     */
    List<String> plainLabels(boolean headHoldsValues) {
        String written = statement.written();
        if (written != null && holdsValues()) {
            written = headHoldsValues ? null : WrittenItems.head(written, statement.tokens());
        }
        return written == null ? List.of() : catalogue.labels(written);
    }

    /** Notes that a query inside of another has an expression without a name, whose label would be another. */
    void namelessInside() {
        namelessInside = true;
    }

    boolean isNamelessInside() {
        return namelessInside;
    }

    /** Whether an identifier stands in the statement more than once, however it is written. */
    boolean isNamedAgain(String written) {
        String name = Folding.comparable(Written.bare(written));
        return statement.tokens().stream()
                        .filter(token -> token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.QUOTED)
                        .filter(token -> Folding.comparable(token.identifier()).equals(name))
                        .count()
                > 1;
    }

    /** Whether a text stands in the statement as it was written. */
    boolean isWritten(String text) {
        String written = statement.written();
        return written != null && written.contains(text);
    }

    /** The elements of the outermost select list as they were written; null when they cannot be told. */
    @Nullable
    List<@Nullable String> writtenItems() {
        String written = statement.written();
        return written == null ? null : WrittenItems.of(written, statement.tokens());
    }

    /** Puts another tree in the place of the statement's. */
    void replaceTree(Statement other) {
        tree = other;
    }

    /** A place for a slot that the text did not have. */
    Expression add(Slot slot) {
        return put(slot, false);
    }

    /** A place for a slot that stands where an expression of the text stood. */
    Expression replace(Expression original, Slot slot) {
        return put(slot, parameterOf(slot) > 0);
    }

    private Expression put(Slot slot, boolean parameter) {
        slots.add(slot);
        replaces.add(parameter);
        return new Placeholder(slots.size() - 1);
    }

    /** Notes that a value goes into, or is compared with, a sealed column. */
    void touches(ValueSource value, SealedColumn column) {
        int parameter = ValueSource.parameter(value);
        if (parameter > 0) {
            parameters[parameter - 1] = column;
        }
    }

    /**
     * Ends the draft: every claim settled, every {@code ?} accounted for in the order of the text.
     *
     * @param target the table that is changed, or null
     * @param result how rows are read, or null
     */
    Plan.Rewritten finish(Plan.Kind kind, @Nullable SealedTable target, @Nullable ResultShape result) throws Refusal {
        return finish(kind, target, result, null);
    }

    /** As {@link #finish(Plan.Kind, SealedTable, ResultShape)}, with row ids that are evaluated first. */
    Plan.Rewritten finish(
            Plan.Kind kind, @Nullable SealedTable target, @Nullable ResultShape result, @Nullable Generation generation)
            throws Refusal {
        settle();
        Pieces whole = new Pieces();
        Template sql = whole.next(tree.toString());
        if (whole.parameter != parameters.length || whole.placed != slots.size()) {
            throw lost();
        }
        Generation first = generation == null ? null : generation.beside(sql.prepared(), catalogue.dialect());
        return new Plan.Rewritten(kind, sql, Arrays.asList(parameters), target, result, first, tables);
    }

    /** Settles every claim, and the checks that count now. */
    void settle() throws Refusal {
        if (sealed && ifSealed != null) {
            throw ifSealed;
        }
        claims.settle();
    }

    /** A statement's text cut into pieces, taken in the order of the text, so that each parameter keeps its number. */
    final class Pieces {

        private final Set<Slot> omitted;
        private int parameter;
        private int placed;

        Pieces() {
            this(Set.of());
        }

        /** @param omitted slots in whose place NULL stands, by their identity */
        Pieces(Set<Slot> omitted) {
            this.omitted = omitted;
        }

        /** The next piece of the text, with its slots. */
        Template next(String marked) throws Refusal {
            List<Token> tokens = Lexer.tokens(marked);
            if (tokens == null) {
                throw lost();
            }
            List<String> texts = new ArrayList<>();
            List<Slot> inOrder = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            int from = 0;
            for (Token token : tokens) {
                Slot slot = slot(token);
                if (slot == null) {
                    continue;
                }
                text.append(marked, from, token.begin());
                from = token.begin() + token.text().length();
                if (omitted.contains(slot)) {
                    text.append("NULL");
                } else {
                    texts.add(text.toString());
                    text.setLength(0);
                    inOrder.add(slot);
                }
            }
            texts.add(text.append(marked.substring(from)).toString());
            return new Template(texts, inOrder);
        }

        private @Nullable Slot slot(Token token) throws Refusal {
            int number = Placeholder.slotOf(token);
            if (number < 0) {
                return token.kind() == Token.Kind.PARAMETER ? new Slot.Open(++parameter) : null;
            }
            Slot slot = slots.get(number);
            placed++;
            if (replaces.get(number) && parameterOf(slot) != ++parameter) {
                throw lost();
            }
            return slot;
        }
    }

    private static int parameterOf(Slot slot) {
        if (slot instanceof Slot.Open open) {
            return open.parameter();
        }
        if (slot instanceof Slot.Pending pending) {
            return ValueSource.parameter(pending.value());
        }
        if (slot instanceof Slot.Nullness test) {
            return test.parameter();
        }
        if (slot instanceof Slot.RowPart part) {
            return ValueSource.parameter(part.given());
        }
        ValueSource source = slot instanceof Slot.Seal seal
                ? seal.value()
                : slot instanceof Slot.Lookup lookup
                        ? lookup.value()
                        : slot instanceof Slot.LookupArray many ? many.array() : new ValueSource.Null();
        return ValueSource.parameter(source);
    }

    private static Refusal lost() {
        return Refusal.of(
                "the order of its parameters was lost while it was rewritten", "report it and write it differently");
    }
}
