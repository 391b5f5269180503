package dev.vez.domain.outcome;

/** The node is no member any more. */
public record MemberRemoved() implements RemoveMemberOutcome {}
