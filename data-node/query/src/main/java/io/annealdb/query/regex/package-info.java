/**
 * Regular expressions in the syntax of InfluxQL, which is Go's.
 *
 * <pre>
 *   /text/ ─▶ {@link GoRegex}: rewritten where Go and Java differ, refused where Go refuses ─▶ Pattern
 * </pre>
 */
package io.annealdb.query.regex;
