/**
 * SELECT under way: a stream of column runs, one series after another.
 *
 * <pre>
 *   ShardSource.scan ─▶ MeasurementRead: cast, condition
 *        │ aggregates                                    │ rows as stored
 *        ▼                                               ▼
 *   GroupState: a PartialAggregate a call,         RawRows: series merged by time
 *        slots are time buckets; mergeable               │
 *        ▼                                               │
 *   AggregateRows: FilledPoints, LIMIT, side by side     │
 *        └──────────────────▶ SelectRun ◀─────────────────┘
 *                                 groups in the order of the answer
 * </pre>
 *
 * An aggregate keeps its groups and buckets in memory, not the points (but for median, mode,
 * percentile and distinct, which need them); a group's stored rows are streamed, or gathered a
 * shard at a time where the group has many series.
 */
package io.annealdb.query.exec;
