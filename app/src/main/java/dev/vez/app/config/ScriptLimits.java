package dev.vez.app.config;

/**
 * Limits of one call of a script, and what happens where it fails.
 *
 * @param timeoutMillis how long it may run
 * @param memoryBytes what it may allocate
 * @param breakerThreshold failures in a row after which it is bypassed
 * @param breakerCooldownMillis how long it is bypassed
 * @param onError what becomes of a message whose script fails or is bypassed
 */
public record ScriptLimits(
    int timeoutMillis,
    long memoryBytes,
    int breakerThreshold,
    long breakerCooldownMillis,
    OnScriptError onError) {}
