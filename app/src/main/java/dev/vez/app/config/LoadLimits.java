package dev.vez.app.config;

/**
 * How much there may be at once; what comes on top is refused with advice to retry.
 *
 * @param consumersMax consumers attached
 * @param inboxRequestsMax requests that wait to be written
 * @param inboxBytesMax their bytes
 * @param hookBacklogRequestsMax requests that wait for a script
 * @param hookBacklogBytesMax their bytes
 * @param adminCallsMax administrative calls
 * @param configEntriesMax entries of the runtime configuration
 * @param configBytesMax bytes of their keys and values
 */
public record LoadLimits(
    int consumersMax,
    int inboxRequestsMax,
    long inboxBytesMax,
    int hookBacklogRequestsMax,
    long hookBacklogBytesMax,
    int adminCallsMax,
    int configEntriesMax,
    long configBytesMax) {}
