package dev.vez.domain.outcome;

import dev.vez.domain.record.MemberRecord;

/**
 * Another node has the node id or the address.
 *
 * @param existing that one
 */
public record MemberConflict(MemberRecord existing) implements AddMemberOutcome {}
