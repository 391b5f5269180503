package dev.vez.app.config;

import java.time.Duration;

/**
 * Limits of one call of a script.
 *
 * @param timeout how long it may run
 * @param memoryBytes what it may allocate
 */
public record ScriptConfig(Duration timeout, long memoryBytes) {}
