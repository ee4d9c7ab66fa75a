package dev.rowseal.jdbc;

import dev.rowseal.catalog.CatalogueReader;
import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.Folding;
import dev.rowseal.catalog.StoredName;
import dev.rowseal.catalog.TableFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Asks a reader, each question as the session lets it be asked. One connection's. */
final class AskingReader implements CatalogueReader {

    private final CatalogueReader reader;
    private final Asks asks;

    /** How a question is asked, and which reader. */
    interface Asks {

        /** One of what all sessions see, or are to see. */
        <T> T ofAll(Function<CatalogueReader, T> question);

        /** One of the session itself. */
        <T> T ofSession(Function<CatalogueReader, T> question);

        /** Whether a schema holds the session's own tables. */
        boolean isOwn(String schema);

        /** Where the session looks for names. */
        List<String> path(Function<CatalogueReader, List<String>> question);
    }

    /** @param reader the session's own */
    AskingReader(CatalogueReader reader, Asks asks) {
        this.reader = reader;
        this.asks = asks;
    }

    @Override
    public Dialect dialect() {
        return reader.dialect();
    }

    @Override
    public Folding folding() {
        return reader.folding();
    }

    @Override
    public List<String> searchPath() {
        return asks.path(CatalogueReader::searchPath);
    }

    @Override
    public Optional<String> defaultSchema() {
        return asks.ofSession(CatalogueReader::defaultSchema);
    }

    @Override
    public Optional<TableFacts> table(StoredName name) {
        return asks.isOwn(name.schema())
                ? asks.ofSession(from -> from.table(name))
                : asks.ofAll(from -> from.table(name));
    }

    @Override
    public List<String> ownColumns(TableFacts facts) {
        return asks.ofSession(from -> from.ownColumns(facts));
    }

    @Override
    public Map<StoredName, String> ties(Set<StoredName> tables) {
        return asks.ofAll(from -> from.ties(tables));
    }

    @Override
    public Set<String> aggregates() {
        return asks.ofAll(CatalogueReader::aggregates);
    }

    @Override
    public List<String> labels(String query) {
        return asks.ofSession(from -> from.labels(query));
    }
}
