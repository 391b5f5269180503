package dev.vez.domain.outcome;

/** Answers to {@code RemoveMember}. */
public sealed interface RemoveMemberOutcome extends Outcome
    permits MemberRemoved, MemberUnknown, LastMemberStays {}
