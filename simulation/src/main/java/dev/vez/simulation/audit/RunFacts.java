package dev.vez.simulation.audit;

/**
 * What an auditor must know of a run before it begins.
 *
 * @param quantum of deficit round robin
 * @param dataGroups how many data groups there are
 * @param isReplicated whether several nodes share each log
 * @param driftPpmMax by how much clocks run fast at most, in millionths
 * @param mayBypassScripts whether a script that fails often enough is bypassed for a while
 * @param refusesFailures whether a message is refused where its script fails or is bypassed
 * @param idempotencyWindowMillis for how long an idempotency key is known, until that is changed
 * @param idempotencyKeysMax how many keys a group may have, until that is changed
 */
public record RunFacts(
    int quantum,
    int dataGroups,
    boolean isReplicated,
    int driftPpmMax,
    boolean mayBypassScripts,
    boolean refusesFailures,
    long idempotencyWindowMillis,
    long idempotencyKeysMax) {}
