package dev.vez.app.config;

import java.nio.file.Path;

/**
 * The whole configuration of a server; every value is within its range.
 *
 * @param dataFolder where everything durable lies; need not exist yet
 * @param server the client port
 * @param scheduling settings of new groups
 * @param script limits of scripts
 * @param storage memory of the store
 * @param logLevel what is logged
 */
public record Config(
    Path dataFolder,
    ServerConfig server,
    SchedulingConfig scheduling,
    ScriptConfig script,
    StorageConfig storage,
    LogLevel logLevel) {}
