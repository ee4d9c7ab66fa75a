package dev.rowseal.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.event.Event;
import dev.rowseal.event.Events;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class RowsealMetersAutoConfigurationTest {

    private static final FilteredClassLoader WITHOUT_MICROMETER = new FilteredClassLoader("io.micrometer.core");

    private final ApplicationContextRunner alone = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(RowsealMetersAutoConfiguration.class));

    @Test
    void whereMicrometerIsThereIsABinder() {
        alone.run(
                context -> assertThat(context).hasSingleBean(MeterBinder.class).hasSingleBean(RowsealMeters.class));
    }

    @Test
    void whereMicrometerIsNotThereIsNone() {
        alone.withClassLoader(WITHOUT_MICROMETER)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(RowsealMetersAutoConfiguration.class)
                        .doesNotHaveBean("rowsealMeters"));
        Application.withoutARegistry()
                .withClassLoader(WITHOUT_MICROMETER)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("rowsealMeters"));
    }

    @Test
    void anApplicationsOwnBinderIsTheOnlyOne() {
        alone.withUserConfiguration(Own.class)
                .run(context -> assertThat(context)
                        .hasSingleBean(RowsealMeters.class)
                        .hasBean("own")
                        .doesNotHaveBean("rowsealMeters"));
    }

    @Test
    void springBootFindsItAndBindsItToTheRegistry() {
        Events.counted(Event.CACHE_HIT);

        Application.withARegistry().run(context -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            assertThat(registry.get("rowseal.cache.hit").functionCounter().count())
                    .isEqualTo(Events.count(Event.CACHE_HIT))
                    .isPositive();
        });
    }

    @Test
    void anApplicationWithoutARegistryBegins() {
        Application.withoutARegistry()
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(RowsealMeters.class));
    }

    @Test
    void aPropertyOfSpringBootTurnsThemOff() {
        Application.withARegistry()
                .withPropertyValues("management.metrics.enable.rowseal=false")
                .run(context -> assertThat(context.getBean(MeterRegistry.class).getMeters())
                        .noneMatch(meter -> meter.getId().getName().startsWith("rowseal")));
    }

    @Configuration(proxyBeanMethods = false)
    static class Own {

        @Bean
        RowsealMeters own() {
            return new RowsealMeters(Tags.of("application", "clinic"));
        }
    }
}
