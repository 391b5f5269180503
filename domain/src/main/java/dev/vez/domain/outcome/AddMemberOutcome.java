package dev.vez.domain.outcome;

/** Answers to {@code AddMember}. */
public sealed interface AddMemberOutcome extends Outcome permits MemberAdded, MemberConflict {}
