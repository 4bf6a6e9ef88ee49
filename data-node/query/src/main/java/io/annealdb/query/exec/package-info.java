/**
 * SELECT under way: a stream of column runs, one series after another.
 *
 * <pre>
 *   ShardSource.scan ─▶ MeasurementRead: cast, condition
 *        │ aggregates                                    │ rows as stored
 *        ▼                                               ▼
 *   GroupState: a PartialAggregate a call,         MergedSeries: series merged by time
 *        slots are time buckets; mergeable               │                  │ values of one field
 *        ▼                                               ▼                  ▼
 *   CallResults: FilledPoints, TransformedPoints      RawRows         StoredPoints ─▶ TransformedPoints
 *        ▼                                               │                  │
 *   AggregateRows: LIMIT, calls side by side ◀───────────│──────────────────┘
 *        └──────────────────▶ SelectRun ◀────────────────┘
 *                                 groups in the order of the answer
 * </pre>
 *
 * An aggregate keeps its groups and buckets in memory, not the points (but for median, mode,
 * percentile and distinct, which need them, and forecasts); a group's stored rows are streamed, or
 * gathered a shard at a time where the group has many series.
 */
package io.annealdb.query.exec;
