/**
 * Configuration files: TOML with sections, as InfluxDB's.
 *
 * <pre>
 *   file ─▶ {@link ConfigFile} ─▶ texts by section.key ─▶ DataNodeConfig, {@link MetaSettings}
 *   declared keys ─▶ {@link ConfigTemplate} ─▶ the commented default that {@code anneal config} prints
 * </pre>
 */
package io.annealdb.cli.config;
