package dev.vez.app.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The whole configuration of a server; every value is within its range.
 *
 * @param dataFolder where everything durable lies; need not exist yet
 * @param server the client port
 * @param scheduling settings of new groups
 * @param script limits of scripts
 * @param memory what memory is for
 * @param storage what the disk is for
 * @param message limits of a single message
 * @param load how much may be under way at once
 * @param telemetry where figures and traces go
 * @param cluster its place in a cluster, none for a node alone
 * @param logLevel what is logged
 */
public record Config(
    Path dataFolder,
    ServerConfig server,
    SchedulingConfig scheduling,
    ScriptLimits script,
    MemoryConfig memory,
    StorageConfig storage,
    MessageLimits message,
    LoadLimits load,
    TelemetryConfig telemetry,
    Optional<ClusterConfig> cluster,
    LogLevel logLevel) {}
