/**
 * Text to statements.
 *
 * <pre>
 *   text ─▶ InfluxQlLexer ─▶ BoundTokens ─▶ InfluxQlParser ─▶ StatementBuilder ─┬─ SelectBuilder ─ ExprBuilder
 *                              $name becomes a token      │                                  └─ ShowBuilder
 *                                                         └─ FirstErrorStrategy ─ ExpectedWords: InfluxDB's error text
 * </pre>
 *
 * Lexer and parser are generated from {@code InfluxQl.g4}. The grammar decides on one token
 * everywhere, as InfluxDB's parser does, which is why errors can be told alike.
 */
package io.annealdb.query.grammar;
