package dev.vez.domain.outcome;

/** The node is a member. */
public record MemberAdded() implements AddMemberOutcome {}
