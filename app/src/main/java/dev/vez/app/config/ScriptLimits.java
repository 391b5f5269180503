package dev.vez.app.config;

/**
 * Limits of one call of a script.
 *
 * @param timeoutMillis how long it may run
 * @param memoryBytes what it may allocate
 */
public record ScriptLimits(int timeoutMillis, long memoryBytes) {}
