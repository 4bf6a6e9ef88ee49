/**
 * How an answer is written down.
 *
 * <pre>
 *   statements' series and rows ─▶ {@link AnswerFormat}: Json, Csv, Msgpack ─▶ {@link AnswerBuffer} ─▶ the reply
 * </pre>
 *
 * The buffer holds back the first part, so that an error can replace what it stops and the headers
 * can tell what was learnt on the way. Numbers and times are in Go's letters: see {@link GoNumbers}
 * and {@link Epoch}.
 */
package io.annealdb.data.http.answer;
