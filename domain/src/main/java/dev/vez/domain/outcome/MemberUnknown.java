package dev.vez.domain.outcome;

/** There is no such member. */
public record MemberUnknown() implements RemoveMemberOutcome {}
