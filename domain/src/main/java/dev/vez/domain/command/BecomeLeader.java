package dev.vez.domain.command;

import dev.vez.domain.record.GroupSettings;

/**
 * First command of a new leader, alone in its entry. Detaches all consumers, keeps all leases, and
 * gives a new group its settings.
 *
 * @param initialSettings used where the group has none yet, ignored otherwise
 * @param initialMachineVersion used where the group has none yet, ignored otherwise
 */
public record BecomeLeader(GroupSettings initialSettings, int initialMachineVersion)
    implements Command {}
