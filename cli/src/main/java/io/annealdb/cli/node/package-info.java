/**
 * Nodes as this program runs them: what they are given, where they log, how they are stopped.
 *
 * <pre>
 *   {@link NodeStarter} ─▶ MetaNode, DataNode, each in a thread group by its name
 *        │                                           │
 *        ▼                                           {@link NodeLogs}: a file for each, or stderr
 *   {@link UntilStopped}: SIGTERM closes them
 * </pre>
 */
package io.annealdb.cli.node;
