/**
 * Settings as a declared list, so that one list prints the commented default file, checks a given
 * one and finds the likely right name for a wrong key.
 *
 * <pre>
 *   TOML file, --set ─▶ texts by section.key ─▶ {@link ConfigValues} ─▶ the node's config record
 *                              list of {@link ConfigKey} ─┘
 * </pre>
 */
package io.annealdb.data.config;
