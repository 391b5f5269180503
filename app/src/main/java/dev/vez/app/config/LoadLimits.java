package dev.vez.app.config;

/**
 * How much may be under way at once; what comes on top is refused with advice to retry.
 *
 * @param consumersMax consumers attached
 * @param inboxRequestsMax requests that wait to be written
 * @param inboxBytesMax their bytes
 * @param hookBacklogRequestsMax requests that wait for a script
 * @param hookBacklogBytesMax their bytes
 * @param adminCallsMax administrative calls
 */
public record LoadLimits(
    int consumersMax,
    int inboxRequestsMax,
    long inboxBytesMax,
    int hookBacklogRequestsMax,
    long hookBacklogBytesMax,
    int adminCallsMax) {}
