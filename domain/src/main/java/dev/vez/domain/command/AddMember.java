package dev.vez.domain.command;

import dev.vez.domain.record.MemberRecord;

/**
 * Enters a node in the list of members, or renews its client address and role. Idempotent. Refused
 * where the node id or the address is another's: a node that comes with another data folder, or
 * from another address, must be removed first.
 */
public record AddMember(MemberRecord member) implements CatalogueCommand {}
