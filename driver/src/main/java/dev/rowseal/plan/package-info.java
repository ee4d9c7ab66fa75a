/**
 * SQL text to plan: what may pass, what is rewritten and how, what is refused. Never sees a key or a value of a
 * parameter. {@link dev.rowseal.plan.Planner} is the way in, {@link dev.rowseal.plan.Plan} the way out.
 */
@NullMarked
package dev.rowseal.plan;

import org.jspecify.annotations.NullMarked;
