package dev.rowseal.spring;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Applications that say nothing of Rowseal: Spring Boot finds it by what is on the class path. */
final class Application {

    private Application() {}

    static ApplicationContextRunner withoutARegistry() {
        return new ApplicationContextRunner().withUserConfiguration(Plain.class);
    }

    static ApplicationContextRunner withARegistry() {
        return withoutARegistry().withUserConfiguration(Measured.class);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Plain {}

    @Configuration(proxyBeanMethods = false)
    static class Measured {

        @Bean
        MeterRegistry registry() {
            return new SimpleMeterRegistry();
        }
    }
}
