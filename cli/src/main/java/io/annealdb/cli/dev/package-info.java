/**
 * A cluster on one machine.
 *
 * <pre>
 *   flags ─▶ {@link DevPlan} ◀─▶ {@link PortsFile} ◀─ {@link FreePorts}
 *              │ a {@link DevNode} each
 *              ├─▶ {@link NodesInProcess}: all in this JVM
 *              └─▶ {@link NodesAsProcesses}: a JVM each, {@link StartScript}, {@link PidFile}
 *              ▼
 *   {@link Readiness} ─▶ "ready"
 * </pre>
 */
package io.annealdb.cli.dev;
