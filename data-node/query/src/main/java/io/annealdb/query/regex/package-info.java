/** Regular expressions in the syntax of InfluxQL, which is Go's. */
package io.annealdb.query.regex;
