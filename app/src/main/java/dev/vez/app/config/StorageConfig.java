package dev.vez.app.config;

/**
 * What the disk is for.
 *
 * @param diskReserveBytes room below which new messages are refused, 0 for none
 */
public record StorageConfig(long diskReserveBytes) {}
