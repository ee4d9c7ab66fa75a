package dev.rowseal.samples.quickstart;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/** The command line. Exit codes: 0 all is as shown, 1 something is not, 2 wrong usage. */
@Command(
        name = "quickstart",
        mixinStandardHelpOptions = true,
        description = "A clinic on a database whose columns Rowseal seals, shown from both sides.")
final class Quickstart implements Callable<Integer> {

    private final PrintStream out;

    @Option(names = "--db", defaultValue = "h2", description = "h2 or postgresql, started by itself (default: h2)")
    private Engine engine = Engine.H2;

    @Option(names = "--url", description = "a running PostgreSQL instead: jdbc:postgresql://host/database")
    private @Nullable String url;

    @Option(names = "--user", defaultValue = "${env:PGUSER:-postgres}", description = "its user (default: PGUSER)")
    private String user = "postgres";

    @Option(
            names = "--password",
            defaultValue = "${env:PGPASSWORD}",
            description = "its password (default: PGPASSWORD, where others do not see it)")
    private @Nullable String password;

    @Option(names = "--people", defaultValue = "300", description = "how many, 3 to 100000 (default: 300)")
    private int people = 300;

    @Option(names = "--dir", description = "folder for keystore and database (default: a new temporary one)")
    private @Nullable Path folder;

    @Option(names = "--keep", description = "leave all of it there; a later run with the same --dir goes on with it")
    private boolean keep;

    @Option(names = "--no-color", description = "no colours; so does the variable NO_COLOR")
    private boolean plain;

    private final Charset charset;

    Quickstart(PrintStream out, Charset charset) {
        this.out = out;
        this.charset = charset;
    }

    public static void main(String... arguments) {
        System.exit(run(System.out, stdout(), arguments));
    }

    // The property is JDK 19's; before, standard output is written in the platform's encoding.
    private static Charset stdout() {
        String encoding = System.getProperty("stdout.encoding", System.getProperty("native.encoding"));
        return encoding == null ? Charset.defaultCharset() : Charset.forName(encoding);
    }

    /** Runs it within this process; everything is written to {@code out}, whose encoding is {@code charset}. */
    static int run(PrintStream out, Charset charset, String... arguments) {
        CommandLine command = new CommandLine(new Quickstart(out, charset));
        command.setCaseInsensitiveEnumValuesAllowed(true);
        command.setOut(new java.io.PrintWriter(out, true, charset));
        command.setErr(new java.io.PrintWriter(out, true, charset));
        return command.execute(arguments);
    }

    @Override
    public Integer call() {
        Screen screen = new Screen(out, plain ? Ansi.OFF : Ansi.AUTO, Screen.canDraw(charset));
        long start = System.nanoTime();
        try (Warnings warnings = new Warnings()) {
            checkUsage();
            String left = tour(screen, warnings);
            screen.title("");
            screen.title(String.format(
                    Locale.ROOT,
                    "All %d checks hold; %.1f seconds. %s",
                    screen.checks(),
                    (System.nanoTime() - start) / 1e9,
                    left));
            return CommandLine.ExitCode.OK;
        } catch (Refused refused) {
            screen.failure(String.valueOf(refused.getMessage()));
            return CommandLine.ExitCode.USAGE;
        } catch (SQLException failed) {
            screen.failure("SQLState " + failed.getSQLState() + ": " + failed.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        } catch (IOException | Unexpected failed) {
            screen.failure(String.valueOf(failed.getMessage()));
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private void checkUsage() {
        if (people < 3 || people > 100_000) {
            throw new Refused("--people is a number from 3 to 100000");
        }
        if (url != null && !url.startsWith("jdbc:postgresql:")) {
            throw new Refused("--url begins with jdbc:postgresql:");
        }
    }

    /** What becomes of the work folder. */
    private String tour(Screen screen, Warnings warnings) throws SQLException, IOException {
        try (WorkFolder work = WorkFolder.open(folder, keep);
                Database database = database(work)) {
            screen.title("Rowseal quickstart on " + database.engine().title());
            screen.say("database     " + database.url());
            screen.say("through      " + database.sealedUrl());
            screen.say("work folder  " + work.path());
            boolean done = false;
            try {
                new Tour(new Stage(screen, database, work), warnings).run(people);
                done = true;
            } finally {
                if (done && !keep) {
                    database.remove();
                }
            }
            return keep ? "Kept in " + work.path() : "The work folder is removed (--keep leaves it).";
        }
    }

    private Database database(WorkFolder work) throws IOException {
        if (url != null) {
            return PostgresDatabase.given(url, user, password);
        }
        return engine == Engine.H2 ? new H2Database(work) : PostgresDatabase.embedded(work);
    }
}
