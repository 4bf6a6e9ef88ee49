/** Who lives, by heartbeats: {@link LivenessTable}. Each meta node hears all data nodes itself. */
package io.annealdb.meta.liveness;
