/**
 * Functions of values one after another: derivative, moving averages, integral, forecasts. Pure:
 * values go in in the statement's order of time, results come out in the same order.
 *
 * <pre>
 *   (time, value) ─▶ {@link io.annealdb.query.transform.Transformation}.add ─▶ {@link io.annealdb.query.transform.Transformation.Output}
 *                                                  end ─▶ what is known at the end alone
 * </pre>
 *
 * {@link io.annealdb.query.transform.Transformations} makes them by name.
 */
package io.annealdb.query.transform;
