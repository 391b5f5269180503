package dev.vez.ports.api;

/**
 * A queue to be created.
 *
 * @param name 1 to 255 characters of {@code A-Z a-z 0-9 . _ - :}, the first a letter, digit or
 *     underscore
 * @param onEnqueueScript Lua source, empty for none
 * @param onFailureScript Lua source, empty for none
 * @param visibilityTimeoutMillis 1,000 to 43,200,000 milliseconds, or 0 for the default of 30,000
 */
public record NewQueue(
    String name, String onEnqueueScript, String onFailureScript, long visibilityTimeoutMillis) {}
