package io.annealdb.cli.report;

/** The name of a job that was started. */
public record StartedReport(String id) {}
