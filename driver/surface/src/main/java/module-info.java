/** Build-time only: makes the driver's Delegating classes from its reviewed surface policy. */
module dev.rowseal.surface {
    requires transitive java.compiler;
    requires static org.jspecify;

    exports dev.rowseal.surface;

    provides javax.annotation.processing.Processor with
            dev.rowseal.surface.SurfaceProcessor;
}
