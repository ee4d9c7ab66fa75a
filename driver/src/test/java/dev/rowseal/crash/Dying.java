package dev.rowseal.crash;

import dev.rowseal.testdb.HookedDriver;

/** The process that does an operation and is killed at a step of it, or comes to its end. */
final class Dying {

    private Dying() {}

    /** Arguments: the database's URL, the configurations after and before, the operation, the step, which statements are steps. */
    public static void main(String[] args) throws Exception {
        FaultPoints points = new FaultPoints(Integer.parseInt(args[4]), FaultPoints.Which.valueOf(args[5]));
        HookedKmsProvider.tell(points::kmsCalled);
        String url = HookedDriver.hooked(args[0], points);
        Operation.valueOf(args[3]).run(new Ward(url, args[1]), new Ward(url, args[2]));
        System.out.println("done");
    }
}
