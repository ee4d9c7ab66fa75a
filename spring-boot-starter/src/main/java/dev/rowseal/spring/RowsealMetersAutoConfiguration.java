package dev.rowseal.spring;

import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Contributes {@link RowsealMeters} where Micrometer is on the class path, and steps back for an application's own. Spring Boot
 * binds it to every registry that it knows of; without one nothing is bound, and nothing is lost until there is one.
 */
@AutoConfiguration
@ConditionalOnClass(MeterBinder.class)
public final class RowsealMetersAutoConfiguration {

    /** For Spring. */
    public RowsealMetersAutoConfiguration() {}

    /** The meters, without tags. */
    @Bean
    @ConditionalOnMissingBean
    public RowsealMeters rowsealMeters() {
        return new RowsealMeters();
    }
}
