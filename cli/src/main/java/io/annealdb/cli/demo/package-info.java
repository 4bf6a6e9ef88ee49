/**
 * The story of the cluster in one go, on real metrics.
 *
 * <pre>
 *   {@link CloudWatch} lines ─▶ {@link Ingest} ─HTTP─▶ three data nodes
 *                         └─▶ {@link Ledger}: what was acknowledged      │ {@link Damage}
 *                                   │                          ▼
 *                                   └──▶ {@link Proof} ◀─ replica=local, after the ring
 * </pre>
 *
 * {@link Story} tells it; {@link DemoCluster} is the cluster that it happens to.
 */
package io.annealdb.cli.demo;
