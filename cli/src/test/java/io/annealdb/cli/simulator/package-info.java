/**
 * A whole cluster in one test thread, from a seed: production code above the seams, and below them
 * a world that is played.
 *
 * <pre>
 *   seed ─▶ {@link Story} ─▶ {@link SimulatedCluster} ─▶ {@link SimulatedNode}: DataNodeParts on a SimulatedDirectory
 *                │                   │                       │ calls, through SimulatedPeer
 *                │                   │                       ▼
 *                │                   ├─▶ {@link Weather} ─▶ {@link SimulatedNetwork}: lost, late, twice, cut off
 *                │                   ├─▶ {@link EventQueue}: time, tasks, messages under way
 *                │                   └─▶ {@link MetaLink} ─▶ InMemoryMeta ◀─ {@link SimulatedRepair}: RepairCoordinator
 *                └─▶ {@link Client} ─▶ {@link Ledger} ─▶ {@link Invariant}s
 * </pre>
 *
 * Read {@link Story} first: it tells what happens in one seed. docs/simulator.md says how to replay
 * one.
 */
package io.annealdb.cli.simulator;
