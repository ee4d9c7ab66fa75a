/** {@code @EncryptedTable}, {@code @RowId} and {@code @Encrypted}, and the annotation processor that indexes them. */
module dev.rowseal.annotations {
    requires static org.jspecify;
    // For the processor. Not static: JDK 17 refuses to start a module that provides a service it cannot read.
    requires java.compiler;

    exports dev.rowseal.annotations;

    provides javax.annotation.processing.Processor with
            dev.rowseal.annotations.processor.PolicyProcessor;
}
