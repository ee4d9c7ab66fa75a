package dev.rowseal.second;

/** The second implementation's word for not authentic. */
public final class SecondRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SecondRefusal(String why) {
        super(why);
    }
}
