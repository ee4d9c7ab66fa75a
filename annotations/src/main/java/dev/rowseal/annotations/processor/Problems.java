package dev.rowseal.annotations.processor;

import javax.annotation.processing.Messager;
import javax.lang.model.element.Element;
import javax.tools.Diagnostic.Kind;

/** Reports what is wrong where it is wrong, and remembers that something was. */
final class Problems {

    private final Messager messager;
    private boolean found;

    Problems(Messager messager) {
        this.messager = messager;
    }

    void error(Element element, String message) {
        found = true;
        messager.printMessage(Kind.ERROR, message, element);
    }

    boolean found() {
        return found;
    }
}
