package dev.rowseal.integration;

import dev.rowseal.testdb.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Result;
import org.apache.ibatis.annotations.Results;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.SelectKey;
import org.apache.ibatis.annotations.Update;
import org.apache.ibatis.cursor.Cursor;
import org.apache.ibatis.executor.BatchResult;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.RowBounds;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.apache.ibatis.type.JdbcType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What applications do with MyBatis. */
class MyBatisTest {

    /** A chart, whose id the database makes. */
    public static final class Chart {
        @Nullable
        Long id;

        @Nullable
        String title;

        @Nullable
        String memo;

        @Nullable
        Long patientId;

        static Chart of(String title, @Nullable String memo) {
            Chart chart = new Chart();
            chart.title = title;
            chart.memo = memo;
            return chart;
        }

        @Override
        public String toString() {
            return id + " " + title + " " + memo + " " + patientId;
        }
    }

    /** The application's statements. */
    public interface Charts {
        @Insert("INSERT INTO chart (title, memo) VALUES (#{title}, #{memo})")
        @Options(useGeneratedKeys = true, keyProperty = "id", keyColumn = "id")
        int insert(Chart chart);

        @Insert("INSERT INTO chart (title, memo) VALUES (#{title}, #{memo})")
        @Options(useGeneratedKeys = true, keyProperty = "id")
        int insertWithoutColumn(Chart chart);

        @Insert("INSERT INTO chart (id, title, memo) VALUES (#{id}, #{title}, #{memo})")
        @SelectKey(
                statement = "SELECT nextval('chart_seq')",
                keyProperty = "id",
                before = true,
                resultType = Long.class)
        int insertWithSequence(Chart chart);

        @Insert("<script>INSERT INTO chart (title, memo) VALUES"
                + " <foreach collection='list' item='c' separator=','>(#{c.title}, #{c.memo})</foreach></script>")
        @Options(useGeneratedKeys = true, keyProperty = "id", keyColumn = "id")
        int insertAll(List<Chart> charts);

        @Select("SELECT * FROM chart WHERE id = #{id}")
        @Nullable
        Chart find(long id);

        @Select("SELECT * FROM chart ORDER BY id")
        List<Chart> all();

        @Select("SELECT * FROM chart ORDER BY id")
        Cursor<Chart> cursor();

        @Select("SELECT * FROM chart ORDER BY id")
        List<Chart> page(RowBounds bounds);

        @Select("<script>SELECT * FROM chart<where>"
                + "<if test='title != null'>AND title = #{title}</if> "
                + "<if test='ids != null'>AND id IN <foreach collection='ids' item='i' open='(' separator=',' close=')'>#{i}</foreach></if>"
                + "</where> ORDER BY id</script>")
        List<Chart> search(@Nullable @Param("title") String title, @Nullable @Param("ids") List<Long> ids);

        @Select("SELECT count(*) FROM chart WHERE title = #{title}")
        long count(String title);

        @Select("SELECT id, name, ssn, birthday FROM patient WHERE ssn = #{ssn}")
        @Results({@Result(column = "ssn", property = "number")})
        Map<String, Object> patient(String ssn);

        @Select(
                "SELECT p.ssn, p.salary, v.reason, v.cost FROM patient p LEFT JOIN visit v ON p.id = v.patient_id ORDER BY p.id, v.id")
        List<Map<String, Object>> joined();

        @Update(
                "<script>UPDATE chart<set><if test='title != null'>title = #{title},</if><if test='memo != null'>memo = #{memo},</if></set>"
                        + " WHERE id = #{id}</script>")
        int update(Chart chart);

        @Update("UPDATE chart SET memo = #{memo}, version = version + 1 WHERE id = #{id} AND version = #{version}")
        int updateVersion(@Param("id") long id, @Param("memo") @Nullable String memo, @Param("version") int version);

        @Update(
                "<script>UPDATE chart SET title = <foreach collection='list' item='c' open='CASE id' close='END'> WHEN #{c.id} THEN #{c.title}</foreach>"
                        + " WHERE id IN <foreach collection='list' item='c' open='(' separator=',' close=')'>#{c.id}</foreach></script>")
        int updateAll(List<Chart> charts);

        @Delete("DELETE FROM chart WHERE title = #{title}")
        int delete(String title);
    }

    private interface With {
        @Nullable
        Object charts(Charts charts) throws Exception;
    }

    private static SqlSession session(DataSource source, ExecutorType executor) {
        Configuration configuration = new Configuration(new Environment("test", new JdbcTransactionFactory(), source));
        configuration.setMapUnderscoreToCamelCase(true);
        configuration.setJdbcTypeForNull(JdbcType.NULL);
        configuration.addMapper(Charts.class);
        return new SqlSessionFactoryBuilder().build(configuration).openSession(executor, false);
    }

    private static Twins.Work with(With work) {
        return source -> {
            try (SqlSession session = session(source, ExecutorType.REUSE)) {
                Object got = work.charts(session.getMapper(Charts.class));
                session.commit();
                return got;
            }
        };
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void findsAndChanges(Engine engine, @TempDir Path folder) throws Exception {
        try (Twins twins = new Twins(engine, folder)) {
            twins.same("insert", with(c -> inserted(Chart.of("a", "b"), c::insert)));
            twins.same("insert with NULL", with(c -> inserted(Chart.of("a", null), c::insert)));
            twins.same("insert without key column", with(c -> inserted(Chart.of("b", "c"), c::insertWithoutColumn)));
            twins.same("select key", with(c -> inserted(Chart.of("c", "d"), c::insertWithSequence)));
            twins.same("insert of many", with(c -> {
                List<Chart> many = List.of(Chart.of("m", "1"), Chart.of("m", "2"), Chart.of("n", null));
                return List.of(c.insertAll(many), many);
            }));
            twins.same("find", with(c -> c.find(1)));
            twins.same("find none", with(c -> c.find(99)));
            twins.same("all", with(Charts::all));
            twins.same("cursor", with(c -> {
                List<Chart> all = new ArrayList<>();
                try (Cursor<Chart> cursor = c.cursor()) {
                    cursor.forEach(all::add);
                }
                return all;
            }));
            twins.same("row bounds", with(c -> c.page(new RowBounds(1, 2))));
            twins.same("search by title", with(c -> c.search("m", null)));
            twins.same("search by ids", with(c -> c.search(null, List.of(1L, 2L))));
            twins.same("search by both", with(c -> c.search("a", List.of(1L, 2L))));
            twins.same("count", with(c -> c.count("m")));
            twins.same("map", with(c -> c.patient("078-05-1120")));
            twins.same("joined", with(Charts::joined));
            twins.same("dynamic update", with(c -> {
                Chart chart = Chart.of("z", null);
                chart.id = 1L;
                return c.update(chart);
            }));
            twins.same("update with version", with(c -> c.updateVersion(1, "new", 0)));
            twins.same("update with old version", with(c -> c.updateVersion(1, "newer", 0)));
            twins.same("update with NULL", with(c -> c.updateVersion(1, null, 1)));
            twins.same("delete", with(c -> c.delete("m")));
            twins.same("batch", MyBatisTest::batch);
            twins.same("rest", with(Charts::all));
            twins.requireAlike(20);
        }
    }

    private static String inserted(Chart chart, java.util.function.ToIntFunction<Chart> insert) {
        return insert.applyAsInt(chart) + " " + chart;
    }

    private static Object batch(DataSource source) {
        try (SqlSession session = session(source, ExecutorType.BATCH)) {
            Charts charts = session.getMapper(Charts.class);
            Chart one = Chart.of("x", "1");
            Chart two = Chart.of("x", "2");
            charts.insert(one);
            charts.insert(two);
            charts.updateVersion(3, "batched", 0);
            charts.delete("n");
            List<int[]> counts = session.flushStatements().stream()
                    .map(BatchResult::getUpdateCounts)
                    .toList();
            session.commit();
            return List.of(counts, one, two);
        }
    }
}
