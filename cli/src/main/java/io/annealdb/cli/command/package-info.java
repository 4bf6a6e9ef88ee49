/**
 * One class a command: its options, and which parts it calls. What a command decides or prints
 * stands elsewhere.
 *
 * <pre>
 *   RootCommand ─┬─ operators: StatusCommand, ShardsCommand, RepairStartCommand … ─▶ cluster ─▶ report ─▶ OutputOption
 *                │      MetaOption, ViewOptions: how the cluster is reached
 *                └─ nodes: MetaNodeCommand, DataNodeCommand ─▶ NodeRun;  DevCommand, DemoCommand
 * </pre>
 *
 * Read {@link RootCommand} first: it lists them all.
 */
package io.annealdb.cli.command;
