/**
 * The InfluxDB 1.x API over HTTP, on Jetty's core.
 *
 * <pre>
 *   {@link HttpServer} ─▶ {@link Router} ─▶ {@link WriteEndpoint} ─▶ PointsWriter
 *                                     ├─▶ {@link QueryEndpoint} ─▶ {@link StatementRun} ─▶ StatementExecutor
 *                                     └─▶ ping, health, metrics
 * </pre>
 *
 * What a client sees, letter by letter, is written down in docs/http-api.md.
 */
package io.annealdb.data.http;
