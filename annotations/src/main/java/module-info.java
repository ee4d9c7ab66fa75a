/** {@code @EncryptedTable}, {@code @RowId} and {@code @Encrypted}, and the annotation processor that indexes them. */
module dev.rowseal.annotations {
    requires static transitive org.jspecify;
    // Only where the processor runs, which is inside a compiler; an application image does not need it.
    requires static java.compiler;

    exports dev.rowseal.annotations;

    provides javax.annotation.processing.Processor with
            dev.rowseal.annotations.processor.PolicyProcessor;
}
